using Pool.Runtime;
using Pool.Runtime.Adapters;

namespace TextAnalytics;

/// <summary>The worker of this sample, and a pool of it.</summary>
internal static class TextWorkers
{
    /// <summary>How long a worker may take to notice a cancel; its analyses look for one every few milliseconds of their own time.</summary>
    public static TimeSpan CancelGrace { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Two workers. A worker tells a session's whole index after 8 changes, so that a lost one is soon rebuilt.</summary>
    public static PoolOptions Pool { get; } = new() { Name = "text", Size = 2, SnapshotAfter = 8, CancelGrace = CancelGrace };

    /// <summary>The program of a worker: the module <c>text_analytics.worker</c>, which lies beside this assembly.</summary>
    public static ProcessAdapterOptions Program(PythonInterpreter python) => ProcessAdapterOptions.Python(python, "text_analytics.worker");
}
