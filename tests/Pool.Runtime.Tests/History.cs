using System.Collections.Concurrent;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests;

/// <summary>
/// One random life of a pool, decided by its seed up to the scheduler's part in it: calls in sessions of several clients,
/// cancelled, timed out, ended, on workers that crash and hang, and a disposal in the midst of it or at the end.
/// </summary>
internal sealed class History
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Random _random;
    private readonly HistoryFaults _faults;
    private readonly ConcurrentQueue<HistoryWorker> _workers = new();
    private readonly ConcurrentDictionary<int, int> _effects = new();
    private readonly PoolOptions _options;
    private readonly Transport _transport;
    private readonly bool _endsAbruptly;
    private int _lastId;

    public History(int seed, Transport transport)
    {
        _random = new Random(seed);
        _faults = new HistoryFaults(seed + 1);
        _transport = transport;
        _endsAbruptly = _random.Next(3) == 0;
        _options = new PoolOptions
        {
            Name = $"history-{seed}",
            Size = _random.Next(1, 4),
            MaxOverflow = _random.Next(3),
            MaxQueue = _random.Next(3) == 0 ? _random.Next(2, 10) : 100,
            LazyStart = _random.Next(3) == 0,
            QueueTimeout = TimeSpan.FromMilliseconds(_random.Next(5, 1000)),
            CommandTimeout = TimeSpan.FromMilliseconds(_random.Next(100, 1500)),
            OverflowIdleTimeout = TimeSpan.FromMilliseconds(_random.Next(5)),
            RestartBackoff = TimeSpan.FromMilliseconds(1),
            MaxRestartBackoff = TimeSpan.FromMilliseconds(5),
            MaxRestarts = 1_000_000,
            MaxKillsPerCommand = 0,
            CancelGrace = TimeSpan.FromMilliseconds(_random.Next(2) * 20),
            IdleOrder = _random.Next(2) == 0 ? WorkerOrder.Lifo : WorkerOrder.Fifo,
            Affinity = _random.Next(3) == 0 ? SessionAffinity.StrictQueue : SessionAffinity.Hint,
            MaxJournalEntries = _random.Next(2) == 0 ? 1000 : _random.Next(10),
        };
    }

    public IReadOnlyList<HistoryCall> Calls { get; private set; } = [];

    /// <summary>After the last call and before the disposal; null when the disposal cut the calls off.</summary>
    public PoolStats? AtRest { get; private set; }

    public PoolStats Final { get; private set; } = null!;

    public HistoryEvents Events { get; private set; } = null!;

    public IEnumerable<int> Disposals => _workers.Select(worker => worker.Disposals);

    public IReadOnlyDictionary<int, int> Effects => _effects;

    public async Task RunAsync()
    {
        var breaker = new CircuitBreaker(new CircuitBreakerOptions { FailureRatio = 1 }, TimeProvider.System, "history");
        IInProcessWorker Make(InProcessWorkerContext context)
        {
            if (_faults.Happens(0.02) && _workers.Count > _options.Size)
                throw new InvalidOperationException("no start, by the history");
            var worker = new HistoryWorker(context, _faults, _effects);
            _workers.Enqueue(worker);
            return worker;
        }

        var pool = await SessionPool.StartAsync(
            _options,
            _transport == Transport.Framed ? new DuplexPipeAdapter(Make) : new InMemoryAdapter(Make),
            new SessionPoolServices { Seed = _random.Next(), CircuitBreaker = breaker });
        Events = new HistoryEvents(_options.Size + _options.MaxOverflow);
        var reading = Events.ReadAsync(pool.ObserveAsync());

        var clients = Enumerable.Range(0, 4).Select(number => RunClientAsync(pool, $"s{number}", new Random(_random.Next()))).ToList();
        Task<IReadOnlyList<HistoryCall>[]> all = Task.WhenAll(clients);
        if (_endsAbruptly)
        {
            for (var i = _random.Next(150); i >= 0; i--)
                await _faults.PauseAsync();
        }
        else
        {
            await all.WaitAsync(Patience);
            _faults.End();
            Calls = [.. all.Result.SelectMany(calls => calls), .. await ListAsync(pool)];
            if (!_options.LazyStart)
                await pool.WaitUntilReadyAsync(_options.Size, Patience);
            AtRest = await RestAsync(pool);
        }

        await pool.DisposeAsync().AsTask().WaitAsync(Patience);
        if (_endsAbruptly)
            Calls = [.. (await all.WaitAsync(Patience)).SelectMany(calls => calls)];
        await reading.WaitAsync(Patience);
        Final = pool.GetStats();
    }

    // A worker whose call was stopped comes back, or is replaced, a little later than its caller.
    private static async Task<PoolStats> RestAsync(SessionPool pool)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var events = pool.ObserveAsync(patience.Token).GetAsyncEnumerator(patience.Token);
        while (pool.GetStats().Busy > 0)
            await events.MoveNextAsync();
        return pool.GetStats();
    }

    /// <summary>Errors that a call of this history may end with; any other is a defect.</summary>
    public bool Allows(HistoryCall call, Exception error) => error switch
    {
        OperationCanceledException cancelled => call.Cancel is { IsCancellationRequested: true } cancel && cancelled.CancellationToken == cancel.Token,
        PoolDisposedException => _endsAbruptly,
        SessionLostException => _options.MaxJournalEntries < 1000 && call.Session is not null,
        CommandTimeoutException or QueueTimeoutException or PoolSaturatedException or WorkerLostException or WorkerStartException => true,
        _ => false,
    };

    // Several calls of a session are under way at once; the pool runs them in the order in which they were made.
    private async Task<IReadOnlyList<HistoryCall>> RunClientAsync(SessionPool pool, string session, Random random)
    {
        var calls = new List<HistoryCall>();
        for (var i = 0; i < 60; i++)
        {
            var command = random.Next(100) switch
            {
                < 45 => "append",
                < 65 => "list",
                < 80 => "act",
                < 92 => "touch",
                < 97 => "end_session",
                _ => "crash",
            };
            if (command == "crash")
            {
                if (!_workers.IsEmpty && _faults.Happens(1))
                    _workers.ElementAt(random.Next(_workers.Count)).Crash();
                continue;
            }

            var call = new HistoryCall(Interlocked.Increment(ref _lastId), command == "touch" ? null : session, command)
            {
                Cancel = random.Next(10) == 0 ? new CancellationTokenSource() : null,
            };
            calls.Add(call);
            Begin(pool, call, random.Next(12) == 0 ? TimeSpan.FromMicroseconds(random.Next(1, 3000)) : null);
            if (call.Cancel is { } cancel)
            {
                await _faults.PauseAsync();
                await cancel.CancelAsync();
            }

            // A few at a time: a pool that is always full does little else than refuse.
            if (calls.Count(each => !each.Answer.IsCompleted) > random.Next(8))
                await ((Task)calls.First(each => !each.Answer.IsCompleted || each == call).Answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await ((Task)Task.WhenAll(calls.Select(call => call.Answer))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return calls;
    }

    // The faults are over; what the sessions hold is asked until it is told.
    private async Task<List<HistoryCall>> ListAsync(SessionPool pool)
    {
        var calls = new List<HistoryCall>();
        for (var session = 0; session < 4; session++)
        {
            HistoryCall call;
            do
            {
                calls.Add(call = new HistoryCall(Interlocked.Increment(ref _lastId), $"s{session}", "list"));
                Begin(pool, call, TimeSpan.FromSeconds(20));
                await ((Task)call.Answer).WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            while (call.Answer.Exception?.InnerException is QueueTimeoutException or WorkerLostException or WorkerStartException);
        }

        return calls;
    }

    private static void Begin(SessionPool pool, HistoryCall call, TimeSpan? timeout)
    {
        var token = call.Cancel?.Token ?? CancellationToken.None;
        var options = timeout is null ? null : new ExecuteOptions { Timeout = timeout };
        if (call.Command == "end_session")
            call.Answer = EndAsync(pool.EndSessionAsync(call.Session!, token));
        else if (call.Session is { } session)
            call.Answer = AskAsync(call, pool.ExecuteAsync(session, call.Command, new { id = call.Id }, options, token));
        else
            call.Answer = AskAsync(call, pool.ExecuteAnonymousAsync(call.Command, new { id = call.Id }, options, token));
    }

    private static async Task<int[]?> AskAsync(HistoryCall call, ValueTask<CommandResult> answer)
    {
        var value = (await answer).Value;
        var id = value.GetProperty("id").GetInt32();
        return id == call.Id
            ? [.. value.GetProperty("items").EnumerateArray().Select(item => item.GetInt32())]
            : throw new InvalidOperationException($"The answer of {id} reached {call}.");
    }

    private static async Task<int[]?> EndAsync(ValueTask ending)
    {
        await ending;
        return null;
    }
}
