namespace Pool.Runtime.Telemetry;

/// <summary>Text of a worker as a log may show it: bounded, and without control characters that could disguise other entries.</summary>
internal static class WorkerText
{
    private const string Cut = "[...]";

    /// <summary>The beginning of a text.</summary>
    public static string Plain(string text, int maxChars) => text.Length <= maxChars
        ? Clean(text)
        : Clean(text[..(char.IsHighSurrogate(text[maxChars - 1]) ? maxChars - 1 : maxChars)]) + Cut;

    /// <summary>The end of a text, which is where a traceback names its error.</summary>
    public static string PlainTail(string text, int maxChars) => text.Length <= maxChars
        ? Clean(text)
        : Cut + Clean(text[(char.IsLowSurrogate(text[^maxChars]) ? ^(maxChars - 1) : ^maxChars)..]);

    private static string Clean(string text)
    {
        foreach (var c in text)
        {
            if (IsUnwanted(c))
                return string.Create(text.Length, text, static (clean, dirty) =>
                {
                    for (var i = 0; i < clean.Length; i++)
                        clean[i] = IsUnwanted(dirty[i]) ? '\uFFFD' : dirty[i];
                });
        }

        return text;
    }

    private static bool IsUnwanted(char c) => char.IsControl(c) && c is not ('\n' or '\t');
}
