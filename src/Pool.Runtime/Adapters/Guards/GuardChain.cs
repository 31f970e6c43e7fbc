namespace Pool.Runtime.Adapters.Guards;

/// <summary>The guard that this machine allows, and what is put before a worker's own command line to have it.</summary>
/// <param name="Guard">The level.</param>
/// <param name="Prefix">Program and arguments that end by running the command line behind them; empty for none.</param>
/// <param name="Shortfall">Why it is not the level that was wanted; null when it is.</param>
internal sealed record GuardChain(OrphanGuard Guard, IReadOnlyList<string> Prefix, string? Shortfall)
{
    /// <summary>Whether the worker is a child of the process that is started, in a process namespace of its own.</summary>
    public bool HasNamespace => Guard == OrphanGuard.ProcessNamespace;
}
