namespace Pool.Runtime.Adapters.Guards;

/// <summary>What a worker host found when it began.</summary>
/// <param name="Id">Marks its processes; unique.</param>
/// <param name="Chain">The guard.</param>
/// <param name="Folder">Its folder; null where it has none.</param>
/// <param name="FolderProblem">Why it has none though it should; null when nothing is wrong.</param>
/// <param name="Swept">What dead hosts had left.</param>
/// <param name="SweepProblem">Why not all of it could be looked at; null when nothing is wrong.</param>
/// <param name="Job">The job of its processes on Windows.</param>
internal sealed record HostSetup(
    string Id, GuardChain Chain, HostFolder? Folder, string? FolderProblem, IReadOnlyList<SweptHost> Swept, string? SweepProblem, WindowsJob? Job);
