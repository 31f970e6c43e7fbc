namespace Pool.Runtime.Errors;

/// <summary>The deadline of a call passed.</summary>
/// <remarks>Reading is thread-safe.</remarks>
public sealed class CommandTimeoutException : PoolException
{
    internal CommandTimeoutException(
        PoolErrorContext context,
        TimeSpan deadline,
        CommandPhase phase,
        RequestFate fate,
        Exception? innerException = null)
        : base(
            context,
            new ErrorNature(ErrorCategory.Timeout, ErrorSeverity.Major, IsTransient: true, fate),
            $"The deadline of {ErrorText.Of(deadline)} passed {During(phase)}. {Advice(phase)}",
            innerException)
    {
        Deadline = deadline;
        Phase = phase;
    }

    /// <summary>Time the call was given in all.</summary>
    public TimeSpan Deadline { get; }

    /// <summary>What the call was doing when the deadline passed.</summary>
    public CommandPhase Phase { get; }

    private static string During(CommandPhase phase) => phase switch
    {
        CommandPhase.Queue => "in the queue, before a worker came free",
        CommandPhase.Checkout => "while a worker was made ready",
        CommandPhase.Replay => "while the session's state was restored",
        _ => "before the worker answered",
    };

    private static string Advice(CommandPhase phase) => phase switch
    {
        CommandPhase.Queue => "Allow the call more time, or run more workers (Size, MaxOverflow).",
        CommandPhase.Checkout => "Allow the call more time, or keep workers ready (Size, eager start, warm-up).",
        CommandPhase.Replay =>
            "Allow the call more time, or give the worker snapshot and restore so that less is replayed.",
        _ => "Allow the call more time, or make the command faster.",
    };
}
