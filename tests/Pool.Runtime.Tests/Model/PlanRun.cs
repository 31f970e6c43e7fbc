using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Model;

/// <summary>
/// Takes a plan's steps with the model and with a pool, and holds the two against each other after each. The clock moves,
/// and workers answer, only when a step says so: so a plan runs the same way each time, and a failing one can be shrunk.
/// </summary>
internal sealed partial class PlanRun
{
    private const int TickMs = 10;

    private readonly Plan _plan;
    private readonly Transport _transport;
    private readonly TimeSpan _patience;
    private readonly CountingTimeProvider _time = new();
    private readonly PlanBoard _board = new();
    private readonly PoolModel _model;
    private readonly List<RealCall> _open = [];
    private readonly List<RealCall> _leases = [];
    private readonly List<RealCall> _streams = [];
    private readonly List<Task> _changes = [];
    private SessionPool _pool = null!;
    private int _lastId;
    private string _step = "start";

    public PlanRun(Plan plan, Transport transport, TimeSpan patience)
    {
        _plan = plan;
        _transport = transport;
        _patience = patience;
        _model = new PoolModel(plan.Setting);
    }

    /// <summary>Steps that found something to do.</summary>
    public int Operations { get; private set; }

    public async Task RunAsync()
    {
        await StartAsync();
        await using var pool = _pool;
        foreach (var step in _plan.Steps)
        {
            _step = $"step {Operations}, {step}";
            await WaitAsync(TickMs);
            if (!await TakeAsync(step))
                continue;
            Operations++;
            await ReachModelAsync();
        }

        await EndAsync();
    }

    private async Task StartAsync()
    {
        var matrix = RecoveryMatrix.Default;
        foreach (var category in Enum.GetValues<ErrorCategory>())
        {
            foreach (var severity in Enum.GetValues<ErrorSeverity>())
                matrix = matrix.With(category, severity, RecoveryRule.Abandon);
        }

        WorkerAdapter adapter = _transport == Transport.Framed ? new DuplexPipeAdapter(_board.Make) : new InMemoryAdapter(_board.Make);
        var starting = SessionPool.StartAsync(_plan.Setting.ToOptions(), adapter, new SessionPoolServices
        {
            Time = _time,
            Seed = 1,
            CircuitBreaker = new CircuitBreaker(new CircuitBreakerOptions { FailureRatio = 1, MinimumThroughput = 1_000_000 }, _time, "model"),
            ErrorOrchestrator = new ErrorOrchestrator(new ErrorOrchestratorOptions { Matrix = matrix }, _time, 1),
        }).AsTask();
        if (!_plan.Setting.IsLazy)
        {
            var first = _model.Workers.Single();
            await UntilAsync(() => _board.Find(first.Id) is { IsStarting: true } ? null : "the first worker is not started");
            _board.Find(first.Id)!.EndStart(true);
            _model.EndStart(first, true);
        }

        _pool = await starting;
        if (_plan.Setting.Size > Setting.FirstSize)
            Resize(_plan.Setting.Size);
        await ReachModelAsync();
    }

    private async Task EndAsync()
    {
        _step = "the end";
        _model.Dispose();
        var disposal = _pool.DisposeAsync().AsTask();
        await ReachModelAsync();
        await UntilAsync(() => disposal.IsCompleted ? null : "the pool is not disposed");
        foreach (var lease in _leases.Where(lease => lease.Model.IsOpenLease))
        {
            _model.Return(lease.Model);
            lease.Return();
        }

        await ReachModelAsync();
        await UntilAsync(() => _changes.TrueForAll(change => change.IsCompleted) ? null : "a resizing, clearing or draining has not ended");
        await UntilAsync(() => Left());
        var counters = _pool.GetStats().Counters;
        counters.Checkins.ShouldBe(counters.Checkouts);
        _board.Workers.ShouldAllBe(worker => worker.Disposals == 1);
    }

    private string? Left()
    {
        if (_board.Workers.FirstOrDefault(worker => worker.Disposals == 0) is { } worker)
            return $"{worker.Id} is not disposed";
        return _time.Timers == 0 ? null : $"{_time.Timers} timers are left";
    }

    // Nothing is let pass by: the clock stops at each moment at which something falls due.
    private async Task WaitAsync(long milliseconds)
    {
        for (var until = _model.Now + milliseconds; _model.Now < until;)
        {
            var next = Math.Min(until, _model.NextDue ?? until);
            foreach (var call in _model.Expiring(next))
                _board.Release(call.Id);
            var wait = next - _model.Now;
            _model.Pass(next);
            _time.Advance(wait);
            await ReachModelAsync();
        }
    }

    private async Task ReachModelAsync()
    {
        await UntilAsync(Difference);
        CheckOrder();
    }

    private async Task UntilAsync(Func<string?> difference)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (difference() is { } found)
        {
            if (TimeProvider.System.GetElapsedTime(since) > _patience)
                throw new AssertionException($"At {_step}: {found}.");
            await Task.Yield();
        }
    }
}
