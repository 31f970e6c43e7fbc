using System.Text;

namespace Pool.Reporting.Reports;

/// <summary>Makes foreign text (test names, messages) harmless in Markdown, also within a table.</summary>
internal static class MarkdownText
{
    internal static string Escape(string text, int longest = 1_000)
    {
        var cut = text.Length > longest ? string.Concat(text.AsSpan(0, longest), "...") : text;
        var escaped = new StringBuilder(cut.Length + 16);
        for (var i = 0; i < cut.Length; i++)
        {
            var character = cut[i];
            switch (character)
            {
                case '<':
                    escaped.Append("&lt;");
                    break;
                case '>':
                    escaped.Append("&gt;");
                    break;
                case '&':
                    escaped.Append("&amp;");
                    break;
                case '\\' or '`' or '*' or '[' or ']' or '|' or '#' or '~' or '@':
                    escaped.Append('\\').Append(character);
                    break;
                // Inside a word an underscore is plain text, and test names are full of them.
                case '_' when !IsInsideWord(cut, i):
                    escaped.Append("\\_");
                    break;
                default:
                    escaped.Append(char.IsControl(character) ? ' ' : character);
                    break;
            }
        }

        return escaped.ToString().Trim();
    }

    private static bool IsInsideWord(string text, int at) =>
        at > 0 && at + 1 < text.Length && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at + 1]);
}
