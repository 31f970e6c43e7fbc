namespace Pool.Protocol.Conformance.Workers;

/// <summary>The command line that starts a worker.</summary>
internal sealed record WorkerCommand(string File, IReadOnlyList<string> Arguments)
{
    public WorkerCommand(params string[] line)
        : this(line[0], line[1..])
    {
    }

    public override string ToString() => string.Join(' ', [File, .. Arguments]);
}
