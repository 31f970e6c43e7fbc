using System.Diagnostics;
using Pool.Runtime.Protocol;
using Pool.Runtime.Sessions;
using Pool.Runtime.Telemetry;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>What the metrics and spans are made of. None of this runs under the lock: listeners are the code of others.</content>
public sealed partial class SessionPool
{
    private static readonly (WorkerState State, string Name)[] ShownStates =
    [
        .. Enum.GetValues<WorkerState>().Where(state => state != WorkerState.Terminated).Select(state => (state, SnakeCase.Of(state.ToString()))),
    ];

    private static readonly (RecycleReason Reason, string Name)[] ShownReasons =
    [
        .. Enum.GetValues<RecycleReason>().Select(reason => (reason, SnakeCase.Of(reason.ToString()))),
    ];

    private readonly PoolMetrics _metrics;
    private readonly PoolTracing _tracing;

    private PoolReading ReadForMetrics()
    {
        var circuit = _breaker.State;
        lock (_gate)
        {
            var recycles = _recycles.Read();
            return new PoolReading
            {
                Workers = Array.ConvertAll(ShownStates, shown => (shown.Name, CountOf(shown.State))),
                Recycles = Array.ConvertAll(ShownReasons, shown => (shown.Name, recycles[shown.Reason])),
                Counters = Counters_NeedsLock,
                Circuit = circuit,
                Size = _size,
                QueueDepth = _waiting,
                ActiveCalls = _calls,
                Sessions = _sessions.Count,
            };
        }
    }

    // On the caller's own thread, where its span is the current one.
    private static void Begin(Call call, Activity? span)
    {
        call.Span = span;
        call.TraceParent = PoolTracing.TraceParent(span);
    }

    private void Measure(Call call, Exception? error)
    {
        if (_metrics.TimesCalls)
            _metrics.CallEnded(call.Command, error, call.Deadline.Elapsed, call.QueueTime);
        PoolTracing.End(call.Span, call.WorkerId, call.Attempts, call.QueueTime, error);
    }

    // The wait was one; each command took until its own answer.
    private void MeasureBatch(Call call, IReadOnlyList<CommandOutcome> outcomes)
    {
        if (_metrics.TimesCalls)
        {
            _metrics.Waited(call.QueueTime);
            foreach (var outcome in outcomes)
                _metrics.CommandEnded(outcome.Command, outcome.Error, outcome.Result?.Elapsed ?? call.Deadline.Elapsed);
        }

        PoolTracing.End(call.Span, call.WorkerId, call.Attempts, call.QueueTime, error: null);
    }

    private void AddWorkerSpan(PooledWorker worker, Call call, WorkerMessage answer)
    {
        var reported = answer switch
        {
            WorkerResult result => result.Span,
            WorkerError error => error.Span,
            _ => null,
        };
        if (reported is not null)
            _tracing.AddWorkerSpan(call.Span, worker.Id, reported.Name, reported.StartUs, reported.DurationUs);
    }
}
