using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Telemetry;

namespace Pool.Runtime;

/// <content>A pool that exists before it is started, for containers, which make what they hold without waiting.</content>
public sealed partial class SessionPool
{
    /// <exception cref="PoolOptionsException">Options are out of range; all of them are listed.</exception>
    internal static SessionPool Prepare(PoolOptions options, WorkerAdapter adapter, SessionPoolServices services) =>
        new(options.Validated(), adapter, services) { _state = PoolState.Created };

    /// <summary>Starts a prepared pool, once.</summary>
    /// <param name="inBackground">
    /// Takes calls from now on and returns at once; a worker that does not start is tried again as after a loss.
    /// Otherwise as <see cref="StartAsync(PoolOptions, WorkerAdapter, SessionPoolServices, CancellationToken)"/>.
    /// </param>
    /// <param name="cancellationToken">Gives up; what was started is stopped.</param>
    internal ValueTask StartPreparedAsync(bool inBackground, CancellationToken cancellationToken)
    {
        using (SynchronizationContextScope.LeaveCallers())
            return StartPreparedCoreAsync(inBackground, cancellationToken);
    }

    private async ValueTask StartPreparedCoreAsync(bool inBackground, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_state == PoolState.Disposed)
                throw new PoolDisposedException(new PoolErrorContext(Name) { Attempts = 0 });
            _state = PoolState.Starting;
            if (inBackground)
            {
                Run_NeedsLock();
                EnsureWorkers_NeedsLock();
            }
        }

        if (inBackground)
            Log.PoolRunning(_logger, Name, 0, _adapter.Description);
        else
            await StartCoreAsync(this, cancellationToken);
    }
}
