using System.Globalization;

namespace Pool.NUnit.Isolation.Settings.Sources;

/// <summary>Turns offsets into lines and columns. Offsets are asked for in rising order, so that the text is passed through once.</summary>
internal sealed class FilePosition(ReadOnlyMemory<byte> text, string name)
{
    private int _offset;
    private int _line = 1;
    private int _lineStart;

    /// <summary>The place for people. A column counts bytes, as JSON readers do.</summary>
    public string At(long offset)
    {
        ReadOnlySpan<byte> bytes = text.Span;
        for (; _offset < offset; _offset++)
        {
            if (bytes[_offset] == (byte)'\n')
            {
                _line++;
                _lineStart = _offset + 1;
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{name}, line {_line}, column {offset - _lineStart + 1}");
    }
}
