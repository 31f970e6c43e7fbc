namespace Pool.NUnit.Isolation.Observability;

/// <summary>
/// Text of tests and workers as a file may show it: without control characters that could act on a terminal, and with every line
/// after the first indented, so that none can pass for an entry of its own.
/// </summary>
internal static class PlainText
{
    private const string Indent = "    ";

    public static string Of(string text)
    {
        foreach (char c in text)
        {
            if (char.IsControl(c))
            {
                return Cleaned(text.ReplaceLineEndings("\n"), Environment.NewLine + Indent);
            }
        }

        return text;
    }

    /// <summary>A text that is a file of its own: lines stay lines.</summary>
    public static string OfLines(string text) => Cleaned(text.ReplaceLineEndings("\n"), Environment.NewLine);

    private static string Cleaned(string text, string newLine) =>
        string.Concat(text.Select(c => c switch
        {
            '\n' => newLine,
            '\t' => "\t",
            _ when char.IsControl(c) => "\uFFFD",
            _ => c.ToString(),
        }));
}
