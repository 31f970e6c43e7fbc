using System.Text;
using System.Xml;

namespace Pool.Reporting.Reports.Html;

/// <summary>
/// Writes HTML that is also well-formed XML; an XML writer does the escaping, so none can be forgotten.
/// </summary>
internal sealed class HtmlWriter : IDisposable
{
    private readonly XmlWriter _xml;

    internal HtmlWriter(StringBuilder target) => _xml = XmlWriter.Create(
        target,
        new XmlWriterSettings
        {
            OmitXmlDeclaration = true,
            Indent = true,
            IndentChars = "",
            NewLineChars = "\n",
            NewLineHandling = NewLineHandling.None,
        });

    internal void Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _xml.WriteStartElement(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                _xml.WriteAttributeString(attribute, Legal(value));
            }
        }
    }

    // Never <td/>: an HTML parser would take it for an opening tag.
    internal void Close() => _xml.WriteFullEndElement();

    internal void Void(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Open(name, attributes);
        _xml.WriteEndElement();
    }

    internal void Text(string text) => _xml.WriteString(Legal(text));

    internal void Element(string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Open(name, attributes);
        Text(text);
        Close();
    }

    internal void HeaderRow(params ReadOnlySpan<string> columns)
    {
        Open("thead");
        Open("tr");
        foreach (var column in columns)
        {
            Element("th", column, ("scope", "col"));
        }

        Close();
        Close();
    }

    public void Dispose() => _xml.Dispose();

    // XML has no place at all for most control characters and for halves of surrogate pairs.
    private static string Legal(string text)
    {
        var legal = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                legal.Append(text[i]).Append(text[++i]);
            }
            else
            {
                legal.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
            }
        }

        return legal.ToString();
    }
}
