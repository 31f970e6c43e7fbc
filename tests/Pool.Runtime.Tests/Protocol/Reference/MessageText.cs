using System.Globalization;
using System.Text;

namespace Pool.Runtime.Tests.Protocol.Reference;

/// <summary>A message's content as one text that is equal for equal content and else differs.</summary>
internal sealed class MessageText
{
    private readonly StringBuilder _text = new();

    public void Add(string? fact)
    {
        if (fact is null)
            _text.Append('-').Append('|');
        else
            _text.Append(CultureInfo.InvariantCulture, $"{fact.Length}:").Append(fact).Append('|');
    }

    public void Add(long? number) => Add(number?.ToString(CultureInfo.InvariantCulture));

    public void Add(ReadOnlySpan<byte> bytes) => Add(Encoding.Latin1.GetString(bytes));

    public void Add(IEnumerable<string> facts)
    {
        foreach (string fact in facts)
            Add(fact);
        _text.Append('.').Append('|');
    }

    public override string ToString() => _text.ToString();
}
