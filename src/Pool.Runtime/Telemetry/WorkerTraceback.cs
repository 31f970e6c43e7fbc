namespace Pool.Runtime.Telemetry;

/// <summary>An exception that a worker logged, in the form in which loggers show exceptions. Never thrown.</summary>
internal sealed class WorkerTraceback(string text) : Exception(Summary(text))
{
    public string Text => text;

    public override string ToString() => text;

    // Python names the error in the last line, .NET in the first.
    private static string Summary(string text)
    {
        var lines = text.Trim().Split('\n');
        return (lines[0].StartsWith("Traceback", StringComparison.Ordinal) ? lines[^1] : lines[0]).Trim();
    }
}
