namespace Pool.Runtime.Adapters;

/// <summary>What the operating system lets one worker, and what it starts, take. Null leaves a limit as this process has it.</summary>
/// <remarks>Immutable. Linux only, except <see cref="NumericThreads"/>; a start elsewhere fails and says so.</remarks>
public sealed record WorkerLimits
{
    /// <summary>Niceness, added to that of this process: 1 to 19, more is nicer to others.</summary>
    public int? Niceness { get; init; }

    /// <summary>Numbers of the CPUs it may run on, from 0. Not empty.</summary>
    public IReadOnlyList<int>? Cpus { get; init; }

    /// <summary>Files, pipes and sockets that it may have open: 16 and more, at most what this process may.</summary>
    public int? OpenFiles { get; init; }

    /// <summary>
    /// Threads that numeric libraries start at most: 1 to 1,024. Set by the variables that OpenMP, OpenBLAS, MKL, BLIS, Accelerate,
    /// NumExpr, Polars and Rayon read. Several workers that each use all CPUs are slower than one.
    /// </summary>
    public int? NumericThreads { get; init; }

    internal void Check(string name)
    {
        if (Niceness is < 1 or > 19)
            throw new ArgumentOutOfRangeException(name, Niceness, $"{nameof(Niceness)} is 1 to 19.");
        if (Cpus is { } cpus && (cpus.Count == 0 || cpus.Any(cpu => cpu < 0)))
            throw new ArgumentOutOfRangeException(name, string.Join(',', cpus), $"{nameof(Cpus)} names at least one CPU, from 0.");
        if (OpenFiles is < 16)
            throw new ArgumentOutOfRangeException(name, OpenFiles, $"{nameof(OpenFiles)} is at least 16.");
        if (NumericThreads is < 1 or > 1024)
            throw new ArgumentOutOfRangeException(name, NumericThreads, $"{nameof(NumericThreads)} is 1 to 1,024.");
    }
}
