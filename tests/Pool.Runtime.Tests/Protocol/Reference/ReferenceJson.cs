using System.Text;

namespace Pool.Runtime.Tests.Protocol.Reference;

/// <summary>
/// Strict JSON by the grammar of RFC 8259, read by recursive descent. It shares no code with what it judges.
/// </summary>
internal sealed class ReferenceJson
{
    private readonly byte[] _bytes;
    private readonly int _end;
    private readonly int _maxDepth;
    private int _at;

    private ReferenceJson(byte[] bytes, int start, int end, int maxDepth) =>
        (_bytes, _at, _end, _maxDepth) = (bytes, start, end, maxDepth);

    /// <summary>Whether some string or name holds half of a surrogate pair, which a receiver may refuse (P6).</summary>
    public bool HasHalfAPair { get; private set; }

    /// <summary>The value of a text that is nothing else; null when it is no JSON or nested too deep.</summary>
    public static ReferenceValue? Parse(byte[] bytes, int start, int end, int maxDepth, out bool hasHalfAPair)
    {
        var json = new ReferenceJson(bytes, start, end, maxDepth);
        json.SkipSpace();
        ReferenceValue? value = ReferenceUtf8.IsValid(bytes.AsSpan(start, end - start)) ? json.Value(0) : null;
        json.SkipSpace();
        hasHalfAPair = json.HasHalfAPair;
        return json._at == end ? value : null;
    }

    private ReferenceValue? Value(int depth) => Peek() switch
    {
        '{' => depth < _maxDepth ? Object(depth + 1) : null,
        '[' => depth < _maxDepth ? List(depth + 1) : null,
        '"' => TextValue(),
        'n' => Word("null", ReferenceKind.Null),
        't' => Word("true", ReferenceKind.True),
        'f' => Word("false", ReferenceKind.False),
        _ => Number(),
    };

    private ReferenceValue? Object(int depth)
    {
        int start = _at++;
        var members = new List<ReferenceMember>();
        SkipSpace();
        if (Take('}'))
            return new ReferenceValue(ReferenceKind.Object, start, _at);
        while (true)
        {
            SkipSpace();
            if (Text() is not { } name)
                return null;
            SkipSpace();
            if (!Take(':'))
                return null;
            SkipSpace();
            if (Value(depth) is not { } value)
                return null;
            members.Add(new ReferenceMember(name, value));
            SkipSpace();
            if (Take('}'))
                return new ReferenceValue(ReferenceKind.Object, start, _at) { Members = members };
            if (!Take(','))
                return null;
        }
    }

    private ReferenceValue? List(int depth)
    {
        int start = _at++;
        var items = new List<ReferenceValue>();
        SkipSpace();
        if (Take(']'))
            return new ReferenceValue(ReferenceKind.List, start, _at);
        while (true)
        {
            SkipSpace();
            if (Value(depth) is not { } item)
                return null;
            items.Add(item);
            SkipSpace();
            if (Take(']'))
                return new ReferenceValue(ReferenceKind.List, start, _at) { Items = items };
            if (!Take(','))
                return null;
        }
    }

    private ReferenceValue? TextValue()
    {
        int start = _at;
        return Text() is { } text ? new ReferenceValue(ReferenceKind.Text, start, _at) { Text = text } : null;
    }

    private string? Text()
    {
        if (!Take('"'))
            return null;
        var text = new StringBuilder();
        int plain = _at;
        while (_at < _end)
        {
            byte next = _bytes[_at];
            if (next < 0x20)
                return null;
            if (next is not ((byte)'"' or (byte)'\\'))
            {
                _at++;
                continue;
            }

            text.Append(Encoding.UTF8.GetString(_bytes, plain, _at - plain));
            if (Take('"'))
                return Noted(text.ToString());
            _at++;
            if (Escape() is not { } escaped)
                return null;
            text.Append(escaped);
            plain = _at;
        }

        return null;
    }

    private string Noted(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            HasHalfAPair |= !isPair && char.IsSurrogate(text[i]);
            i += isPair ? 1 : 0;
        }

        return text;
    }

    private char? Escape()
    {
        int letter = Peek();
        _at++;
        return letter switch
        {
            '"' or '\\' or '/' => (char)letter,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => Hex(),
            _ => null,
        };
    }

    private char? Hex()
    {
        int code = 0;
        for (int i = 0; i < 4; i++, _at++)
        {
            int digit = Peek() is var c and >= 0 && char.IsAsciiHexDigit((char)c) ? Convert.ToInt32($"{(char)c}", 16) : -1;
            if (digit < 0)
                return null;
            code = (code * 16) + digit;
        }

        return (char)code;
    }

    private ReferenceValue? Number()
    {
        int start = _at;
        Take('-');
        if (!Take('0') && !Digits())
            return null;
        if (Take('.') && !Digits())
            return null;
        if (Take('e') || Take('E'))
        {
            if (!Take('+'))
                Take('-');
            if (!Digits())
                return null;
        }

        return new ReferenceValue(ReferenceKind.Number, start, _at)
        {
            Text = Encoding.ASCII.GetString(_bytes, start, _at - start),
        };
    }

    private bool Digits()
    {
        int start = _at;
        while (Peek() is >= '0' and <= '9')
            _at++;
        return _at > start;
    }

    private ReferenceValue? Word(string word, ReferenceKind kind)
    {
        int start = _at;
        foreach (char letter in word)
        {
            if (!Take(letter))
                return null;
        }

        return new ReferenceValue(kind, start, _at);
    }

    private void SkipSpace()
    {
        while (Peek() is ' ' or '\t' or '\n' or '\r')
            _at++;
    }

    private int Peek() => _at < _end ? _bytes[_at] : -1;

    private bool Take(char expected)
    {
        bool isNext = Peek() == expected;
        _at += isNext ? 1 : 0;
        return isNext;
    }
}
