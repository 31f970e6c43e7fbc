namespace Pool.NUnit.Isolation.Observability;

/// <summary>File names from names of tests and workers, which hold anything: only what no file system minds stays.</summary>
internal static class SafeFileName
{
    public static string Of(string name, int most)
    {
        string safe = new([.. name.Take(most).Select(static c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '-')]);
        return safe.Length == 0 ? "-" : safe;
    }
}
