namespace Pool.Worker.Serving;

/// <summary>All that the user has said of a worker.</summary>
internal sealed class WorkerDefinition(WorkerOptions options)
{
    public WorkerOptions Options => options;

    /// <summary>What the host sees, for people.</summary>
    public string Name =>
        options.Name ?? $"Pool.Worker {typeof(WorkerApplication).Assembly.GetName().Version?.ToString(3)}";

    public Dictionary<string, MappedCommand> Commands { get; } = new(StringComparer.Ordinal);

    public SnapshotFunctions? Snapshots { get; set; }

    public List<Func<Task>> Preload { get; } = [];

    public List<Func<Task>> OnStart { get; } = [];

    public LogSink Log { get; } = new();
}
