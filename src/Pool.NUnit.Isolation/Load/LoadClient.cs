using Pool.Reporting.Measurement;

namespace Pool.NUnit.Isolation.Load;

/// <summary>One caller of a closed loop. Measures into memory of its own, so that clients don't disturb each other.</summary>
internal sealed class LoadClient
{
    // An operation that never really waits would keep other clients off the thread pool's threads for the whole load.
    private const int OperationsBetweenYields = 256;

    private readonly LoadOperation[] _operations;
    private readonly OperationMeasurement[] _measurements;
    private readonly AliasTable _mix;
    private readonly LoadContext _context;
    private readonly LoadRun _run;
    private readonly ILoadClientScope _scope;
    private readonly bool _ownsThread;
    private readonly double _nanosecondsPerTick;

    public LoadClient(IReadOnlyList<LoadOperation> operations, AliasTable mix, LoadContext context, LoadRun run, ILoadClientScope scope, bool ownsThread)
    {
        _operations = [.. operations];
        _measurements = [.. operations.Select(static o => new OperationMeasurement(o.Name))];
        _mix = mix;
        _context = context;
        _run = run;
        _scope = scope;
        _ownsThread = ownsThread;
        _nanosecondsPerTick = 1e9 / run.Clock.TimestampFrequency;
    }

    public IReadOnlyList<OperationMeasurement> Measurements => _measurements;

    /// <summary>When the last measured operation ended; 0 before the first has.</summary>
    public long EndedAt { get; private set; }

    public async Task RunAsync()
    {
        _scope.Enter();
        await WarmUpAsync();
        if (_ownsThread)
        {
            // The thread exists for this client alone; awaiting would move the load to the thread pool.
#pragma warning disable VSTHRD002, VSTHRD103, MA0042, CA1849
            _run.Released.Wait(_context.CancellationToken);
#pragma warning restore VSTHRD002, VSTHRD103, MA0042, CA1849
        }
        else
        {
            await _run.Released.WaitAsync(_context.CancellationToken);
        }

        await MeasureAsync();
    }

    private async Task WarmUpAsync()
    {
        try
        {
            while (!_context.CancellationToken.IsCancellationRequested && _run.TakeWarmup())
            {
                try
                {
                    await _operations[_mix.Pick(_context.Random)].Body(_context);
                }
                catch (Exception error)
                {
                    _run.WarmupFailed(error);
                    _scope.AfterFailure();
                }

                _run.WarmupOperationEnded();
                _context.Iteration++;
            }
        }
        finally
        {
            _run.ClientIsWarm();
        }
    }

    private async Task MeasureAsync()
    {
        TimeProvider clock = _run.Clock;
        int withoutWait = 0;
        long started = clock.GetTimestamp();
        // The end of one operation is the start of the next: one reading of the clock per operation instead of two.
        while (!_run.IsOver(started) && !_context.CancellationToken.IsCancellationRequested)
        {
            int index = _mix.Pick(_context.Random);
            Exception? failure = null;
            try
            {
                ValueTask operation = _operations[index].Body(_context);
                withoutWait = operation.IsCompleted ? withoutWait + 1 : 0;
                await operation;
            }
            catch (Exception error)
            {
                failure = error;
            }

            long ended = clock.GetTimestamp();
            if (failure is OperationCanceledException && _context.CancellationToken.IsCancellationRequested)
            {
                // A caller who would still be waiting is a failure as any other. It has no end of its own to measure time by.
                failure = _run.CutOff(failure);
            }
            else
            {
                EndedAt = ended;
            }

            Record(_measurements[index], failure, (long)((ended - started) * _nanosecondsPerTick));
            _context.Iteration++;
            if (withoutWait >= OperationsBetweenYields && !_ownsThread)
            {
                withoutWait = 0;
                await Task.Yield();
                ended = clock.GetTimestamp();
            }

            started = ended;
        }
    }

    private void Record(OperationMeasurement measurement, Exception? failure, long nanoseconds)
    {
        if (failure is null)
        {
            measurement.RecordSuccess(nanoseconds);
            return;
        }

        measurement.RecordFailure(LoadRun.NameOf(failure), nanoseconds);
        _run.Keep(failure);
        _scope.AfterFailure();
    }
}
