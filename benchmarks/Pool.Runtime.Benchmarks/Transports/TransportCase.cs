using Pool.Runtime.Benchmarks.Baselines;
using Pool.Runtime.Benchmarks.Cases;
using Pool.Runtime.Benchmarks.Measuring;

namespace Pool.Runtime.Benchmarks.Transports;

/// <summary>One transport under one load, in this process.</summary>
internal static class TransportCase
{
    public static readonly string[] Kinds =
    [
        LoadCase.Async, LoadCase.Blocking, LoadCase.FairBlocking,
        "stream-hop", "stream-hop-g", "stream-inline", "stream-inline-g",
        "thread-hop", "thread-hop-g", "thread-after-inline-g", "threadstream-hop-g",
        "epoll-hop", "epoll-hop-g", "epoll-inline-g",
        "epollpool-inline", "epollpool-inline-g",
        "socket-epoll-hop-g",
    ];

    public static async Task<LoadFigures> RunAsync(string kind, int clients, int workers, TimeSpan time)
    {
        var program = Programs.Python();
        var raw = Enumerable.Range(0, workers)
            .Select(i => kind.StartsWith("socket", StringComparison.Ordinal)
                ? RawWorker.StartOnSocket(program, Path.Combine(Path.GetTempPath(), $"pool-bench-{Environment.ProcessId}-{i}"))
                : RawWorker.Start(program))
            .ToList();
        try
        {
            return kind is LoadCase.Async or LoadCase.Blocking or LoadCase.FairBlocking
                ? await LoadCase.RunPlainAsync(kind, raw, clients, time)
                : await RunMiniPoolAsync(kind, raw, clients, time);
        }
        finally
        {
            raw.ForEach(worker => worker.Dispose());
        }
    }

    private static async Task<LoadFigures> RunMiniPoolAsync(string kind, List<RawWorker> raw, int clients, TimeSpan time)
    {
        var pool = new MiniPool(
            granterWrites: kind.EndsWith("-g", StringComparison.Ordinal), inline: kind.Contains("inline", StringComparison.Ordinal),
            grantAfterHop: kind.Contains("-after", StringComparison.Ordinal));
        var calls = Enumerable.Range(0, clients).Select(_ => new PendingCall()).ToArray();
        EpollReader? epoll = null;
        if (kind.Contains("epoll", StringComparison.Ordinal))
            epoll = new EpollReader(onPoolThreads: kind.StartsWith("epollpool", StringComparison.Ordinal));
        foreach (var worker in raw)
            pool.Add(Connect(kind, worker, pool, epoll));
        epoll?.Start();
        try
        {
            return await ClosedLoop.RunAsync(clients, time, client => pool.ExecuteAsync(calls[client]));
        }
        finally
        {
            epoll?.Dispose();
        }
    }

    private static Connection Connect(string kind, RawWorker worker, MiniPool pool, EpollReader? epoll)
    {
        if (kind.StartsWith("stream-", StringComparison.Ordinal))
        {
            var stream = new StreamConnection(worker, pool);
            _ = stream.ReadAsync();
            return stream;
        }

        if (kind.StartsWith("threadstream", StringComparison.Ordinal))
        {
            var stream = new StreamThreadConnection(worker, pool);
            new Thread(stream.Read) { IsBackground = true }.Start();
            return stream;
        }

        var connection = new DescriptorConnection(worker, pool);
        if (epoll is not null)
        {
            epoll.Add(connection);
            return connection;
        }

        new Thread(() =>
        {
            while (connection.ReadOnce())
            {
            }
        })
        { IsBackground = true }.Start();
        return connection;
    }
}
