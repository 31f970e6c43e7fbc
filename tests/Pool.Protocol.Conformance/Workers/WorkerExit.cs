namespace Pool.Protocol.Conformance.Workers;

/// <summary>How a worker ended, and what it had written to standard error.</summary>
internal sealed record WorkerExit(int Code, string Errors)
{
    private const int ShownChars = 300;

    /// <summary>Lines of standard error that say something.</summary>
    public IReadOnlyList<string> Lines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public override string ToString()
    {
        string errors = Errors.Trim().ReplaceLineEndings(" / ");
        return errors.Length == 0 ? $"exit code {Code}" : $"exit code {Code}, standard error: {(errors.Length <= ShownChars ? errors : errors[^ShownChars..])}";
    }
}
