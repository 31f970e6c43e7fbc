using R = Pool.Runtime.Workers.TransitionReason;
using S = Pool.Runtime.Workers.WorkerState;

namespace Pool.Runtime.Workers;

/// <summary>The legal moves of a worker, and for which reasons each may happen. One table, no clock, no lock.</summary>
internal static class WorkerTransitions
{
    // The pool ends a worker that is in good order.
    private const int Recycled =
        1 << (int)R.AgeLimit | 1 << (int)R.RequestLimit | 1 << (int)R.MemoryLimit | 1 << (int)R.Cleared | 1 << (int)R.Retired;

    private const int Broken = 1 << (int)R.Crash | 1 << (int)R.ProtocolViolation;
    private const int Shutdown = 1 << (int)R.Shutdown;

    public static bool IsLegal(S from, S to, R reason) => (LegalReasons(from, to) >> (int)reason & 1) != 0;

    // A set, one bit for each reason: every command of every call asks it twice.
    private static int LegalReasons(S from, S to) => (from, to) switch
    {
        (S.Initializing, S.Ready) => 1 << (int)R.InitComplete,
        (S.Initializing, S.Terminated) => 1 << (int)R.StartFailed | Shutdown,
        (S.Ready, S.Busy) => 1 << (int)R.Checkout,
        (S.Ready, S.Degraded) => 1 << (int)R.HealthCheckFailed,
        (S.Ready, S.Terminating) => Shutdown | Broken | Recycled,
        (S.Busy, S.Ready) => 1 << (int)R.CheckinSuccess,
        (S.Busy, S.Degraded) => 1 << (int)R.CheckinError,
        (S.Busy, S.Terminating) => Shutdown | Broken | 1 << (int)R.Timeout | 1 << (int)R.Cancelled | 1 << (int)R.Leaked | 1 << (int)R.MemoryLimit,
        (S.Degraded, S.Ready) => 1 << (int)R.HealthRestored,
        (S.Degraded, S.Terminating) => Shutdown | Broken | Recycled | 1 << (int)R.HealthCheckFailed,
        (S.Terminating, S.Terminated) => 1 << (int)R.Exited,
        _ => 0,
    };
}
