using Microsoft.Extensions.Logging;

namespace Pool.Runtime.Telemetry;

/// <summary>Every log message of the pool. Ids: 1xxx pool, 2xxx worker, 3xxx callers, 4xxx recovery, 5xxx sessions, 6xxx processes.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Pool {pool_name} is running with {workers} workers of {adapter}")]
    public static partial void PoolRunning(ILogger logger, string pool_name, int workers, string adapter);

    [LoggerMessage(1002, LogLevel.Error, "Pool {pool_name} has failed: {failures} workers were lost or did not start within {window}")]
    public static partial void PoolFailed(ILogger logger, string pool_name, int failures, TimeSpan window, Exception? exception);

    [LoggerMessage(1003, LogLevel.Critical, "A loop of pool {pool_name} ended with an exception; this is a defect of the pool")]
    public static partial void LoopFailed(ILogger logger, string pool_name, Exception exception);

    [LoggerMessage(1004, LogLevel.Information, "Pool {pool_name} keeps {size} workers from now on; it kept {before}")]
    public static partial void PoolResized(ILogger logger, string pool_name, int before, int size);

    [LoggerMessage(2001, LogLevel.Debug, "Worker {worker_id} of pool {pool_name} moved from {from} to {to}: {reason}")]
    public static partial void WorkerMoved(ILogger logger, string pool_name, string worker_id, Workers.WorkerState from, Workers.WorkerState to, Workers.TransitionReason reason);

    [LoggerMessage(2002, LogLevel.Warning, "Worker {worker_id} (process {process_id}) of pool {pool_name} was lost: {reason}. {detail}")]
    public static partial void WorkerLost(ILogger logger, string pool_name, string worker_id, object process_id, Workers.TransitionReason reason, string detail);

    [LoggerMessage(2003, LogLevel.Warning, "Worker {worker_id} of pool {pool_name} did not start; the next start is in {delay}")]
    public static partial void WorkerStartFailed(ILogger logger, string pool_name, string worker_id, TimeSpan delay, Exception exception);

    [LoggerMessage(2004, LogLevel.Debug, "Error output of worker {worker_id} of pool {pool_name}, its end: {text}")]
    public static partial void WorkerErrorOutput(ILogger logger, string pool_name, string worker_id, string text);

    [LoggerMessage(2005, LogLevel.Error, "The end of worker {worker_id} of pool {pool_name} could not be observed")]
    public static partial void WorkerExitUnknown(ILogger logger, string pool_name, string worker_id, Exception exception);

    [LoggerMessage(2006, LogLevel.Error, "Worker {worker_id} (process {process_id}) of pool {pool_name} was killed but its end was not seen within {grace}")]
    public static partial void WorkerWontEnd(ILogger logger, string pool_name, string worker_id, object process_id, TimeSpan grace);

    [LoggerMessage(3001, LogLevel.Warning, "Worker {worker_id} of pool {pool_name} has been leased for {held} (session {session_id}) and was not given back; reclaimed: {reclaimed}. It was taken at:\n{stack}")]
    public static partial void LeaseLeaked(ILogger logger, string pool_name, string worker_id, string? session_id, TimeSpan held, bool reclaimed, string stack);

    [LoggerMessage(3002, LogLevel.Warning, "The progress handler of command {command} in pool {pool_name} threw")]
    public static partial void ProgressFailed(ILogger logger, string pool_name, string command, Exception exception);
    [LoggerMessage(2007, LogLevel.Warning, "Worker {worker_id} (process {process_id}) of pool {pool_name} did not answer a health check within {timeout}; it serves nobody until it does")]
    public static partial void WorkerDegraded(ILogger logger, string pool_name, string worker_id, object process_id, TimeSpan timeout);

    [LoggerMessage(2008, LogLevel.Information, "Worker {worker_id} (process {process_id}) of pool {pool_name} answered its health check and serves again")]
    public static partial void WorkerRestored(ILogger logger, string pool_name, string worker_id, object process_id);

#pragma warning disable SYSLIB1015 // A session is a property of the entry alone: most entries would say that they have none.
    [LoggerMessage(EventId = 2009, Message = "{worker_logger} in worker {worker_id} of pool {pool_name}: {worker_message}")]
    public static partial void WorkerEntry(ILogger logger, LogLevel level, string pool_name, string worker_id, string? session_id, string worker_logger, string worker_message, Exception? exception);
#pragma warning restore SYSLIB1015

    [LoggerMessage(2010, LogLevel.Warning, "Worker {worker_id} of pool {pool_name} logged more than {most} entries a second, or faster than they were written; {dropped} of them were dropped")]
    public static partial void WorkerEntriesDropped(ILogger logger, string pool_name, string worker_id, long dropped, int most);

    [LoggerMessage(4001, LogLevel.Information, "Command {command} of session {session_id} in pool {pool_name}: attempt {attempt} failed, trying again")]
    public static partial void Retrying(ILogger logger, string pool_name, string? session_id, string command, int attempt, Exception exception);

    [LoggerMessage(5001, LogLevel.Information, "Session {session_id} of pool {pool_name}: {commands} commands were replayed to worker {worker_id}")]
    public static partial void SessionReplayed(ILogger logger, string pool_name, string session_id, string worker_id, int commands);

    [LoggerMessage(5002, LogLevel.Debug, "Session {session_id} of pool {pool_name}: its state was taken from worker {worker_id}, {bytes} bytes")]
    public static partial void SnapshotTaken(ILogger logger, string pool_name, string session_id, string worker_id, long bytes);

    [LoggerMessage(6001, LogLevel.Information, "Workers of pool {pool_name} are guarded against outliving this process by {guard}: {reason}")]
    public static partial void WorkersGuarded(ILogger logger, string pool_name, OrphanGuard guard, string reason);

    [LoggerMessage(6002, LogLevel.Warning, "Pool {pool_name} cannot sweep after hosts that died, nor will others after this one: {reason}")]
    public static partial void NoHostFolder(ILogger logger, string pool_name, string reason);

    [LoggerMessage(6003, LogLevel.Information, "Swept after host {host_id}, which died: {killed} processes were killed, {strangers} ids have gone to other programs and were left alone (seen by pool {pool_name})")]
    public static partial void HostSwept(ILogger logger, string pool_name, string host_id, int killed, int strangers);

    [LoggerMessage(6004, LogLevel.Warning, "Workers of pool {pool_name} are started one by one, not forked: {adapter}: {reason}")]
    public static partial void ForkServerUnavailable(ILogger logger, string pool_name, string adapter, string reason);

    [LoggerMessage(6005, LogLevel.Debug, "Error output of the fork server of pool {pool_name}, its end: {text}")]
    public static partial void ForkServerErrorOutput(ILogger logger, string pool_name, string text);

    [LoggerMessage(6006, LogLevel.Warning, "What dead hosts have left behind could not be swept wholly (seen by pool {pool_name}): {reason}")]
    public static partial void SweepIncomplete(ILogger logger, string pool_name, string reason);
}
