using R = Pool.Runtime.Workers.TransitionReason;
using S = Pool.Runtime.Workers.WorkerState;

namespace Pool.Runtime.Workers;

/// <summary>The legal moves of a worker, and for which reason each may happen. One table, no clock, no lock.</summary>
internal static class WorkerTransitions
{
    public static bool IsLegal(S from, S to, R reason) => (from, to) switch
    {
        (S.Initializing, S.Ready) => reason is R.InitComplete,
        (S.Initializing, S.Terminated) => reason is R.StartFailed or R.Shutdown,
        (S.Ready, S.Busy) => reason is R.Checkout,
        (S.Ready, S.Degraded) => reason is R.HealthCheckFailed,
        (S.Ready, S.Terminating) => reason is R.Shutdown or R.Crash or R.ProtocolViolation,
        (S.Busy, S.Ready) => reason is R.CheckinSuccess,
        (S.Busy, S.Degraded) => reason is R.CheckinError,
        (S.Busy, S.Terminating) => reason is R.Shutdown or R.Crash or R.ProtocolViolation or R.Timeout or R.Cancelled or R.Leaked,
        (S.Degraded, S.Ready) => reason is R.HealthRestored,
        (S.Degraded, S.Terminating) => reason is R.Shutdown or R.Crash or R.ProtocolViolation or R.HealthCheckFailed,
        (S.Terminating, S.Terminated) => reason is R.Exited,
        _ => false,
    };
}
