using System.Globalization;

namespace Pool.Runtime.Adapters;

/// <summary>How a worker ended.</summary>
/// <param name="ExitCode">Exit code; null when a signal ended it, or when it is not a process.</param>
/// <param name="Signal">Number of the signal that ended it, where the system tells.</param>
/// <param name="Text">What the adapter can say about the end, when it is not a process.</param>
internal sealed record WorkerExit(int? ExitCode, int? Signal, string? Text)
{
    /// <summary>Shells, and the runtime on Unix, report death by signal n as exit code 128 + n.</summary>
    public const int SignalBase = 128;

    /// <summary>The exit code, or 128 plus the number of the signal, as shells report it; null when there is neither.</summary>
    public int? Status => Signal is { } signal ? SignalBase + signal : ExitCode;

    /// <summary>Name of the signal, such as SIGKILL; null when none ended the worker.</summary>
    public string? SignalName => Signal switch
    {
        null => null,
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        6 => "SIGABRT",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        15 => "SIGTERM",
        { } other => string.Create(CultureInfo.InvariantCulture, $"signal {other}"),
    };

    public override string ToString() => (SignalName, ExitCode, Text) switch
    {
        ({ } signal, _, _) => "killed by " + signal,
        (_, { } code, _) => string.Create(CultureInfo.InvariantCulture, $"exited with status {code}"),
        (_, _, { } text) => text,
        _ => "ended",
    };
}
