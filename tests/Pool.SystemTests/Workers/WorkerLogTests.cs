using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Pool.Runtime;

namespace Pool.SystemTests.Workers;

/// <summary>What a worker's process logs is in the host's log.</summary>
[TestFixture(WorkerProgram.Python)]
[TestFixture(WorkerProgram.DotNet)]
internal sealed class WorkerLogTests(WorkerProgram program)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Given_a_log_when_a_worker_logs_then_level_logger_and_session_arrive()
    {
        using var log = new WorkerLines(LogLevel.Debug);
        await using var pool = await StartAsync(log);

        await pool.ExecuteAsync("s-1", "log", new { message = "It is cold.", level = "warning", logger = "my.module" });
        await pool.ExecuteAsync("s-1", "log", new { message = "too low", level = "trace" });
        await pool.ExecuteAnonymousAsync("log", new { message = "It broke.", level = "error", exception = true });

        var first = await log.NextAsync();
        (first.Level, first.Logger, first.Message, first.Session, first.Exception).ShouldBe(
            (LogLevel.Warning, "my.module", "It is cold.", "s-1", null));
        var second = await log.NextAsync();
        (second.Level, second.Logger, second.Message, second.Session).ShouldBe((LogLevel.Error, "demo", "It broke.", null));
        second.Exception.ShouldNotBeNull().Message.ShouldContain("This error was made to be logged.");
    }

    [Test]
    public async Task Given_a_worker_that_logs_much_when_it_is_called_then_every_call_is_answered_and_what_is_dropped_is_counted()
    {
        using var log = new WorkerLines(LogLevel.Information);
        await using (var pool = await StartAsync(log, new PoolOptions { MaxWorkerLogRate = 10 }))
        {
            for (var i = 0; i < 200; i++)
                await pool.ExecuteBatchAsync("s", [new("log", new { message = "m" }), new("append", new { value = 1 })]);
            (await pool.ExecuteAsync("s", "total")).Value.GetProperty("count").GetInt32().ShouldBe(200);
        }

        var lines = log.Rest();
        (lines.Count(line => line.Message == "m") + lines.Sum(line => line.Dropped)).ShouldBe(200);
        lines.Sum(line => line.Dropped).ShouldBeGreaterThan(0);
    }

    private ValueTask<SessionPool> StartAsync(WorkerLines log, PoolOptions? options = null) => SessionPool.StartAsync(
        (options ?? new PoolOptions()) with { Size = 1, StartTimeout = Patience, CommandTimeout = Patience },
        program.Adapter(),
        new SessionPoolServices { LoggerFactory = log });

    private sealed record Line(LogLevel Level, string? Logger, string? Message, string? Session, Exception? Exception, long Dropped);

    /// <summary>The entries of the workers' category.</summary>
    private sealed class WorkerLines(LogLevel lowest) : ILoggerFactory, ILogger
    {
        private readonly Channel<Line> _lines = Channel.CreateUnbounded<Line>();

        public async Task<Line> NextAsync()
        {
            using var patience = new CancellationTokenSource(Patience);
            return await _lines.Reader.ReadAsync(patience.Token);
        }

        public List<Line> Rest()
        {
            List<Line> rest = [];
            while (_lines.Reader.TryRead(out var line))
                rest.Add(line);
            return rest;
        }

        public ILogger CreateLogger(string categoryName) =>
            categoryName == "Pool.Runtime.Worker" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= lowest;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var properties = ((IReadOnlyList<KeyValuePair<string, object?>>)state!).ToDictionary(StringComparer.Ordinal);
            _lines.Writer.TryWrite(new Line(
                logLevel,
                properties.GetValueOrDefault("worker_logger") as string,
                properties.GetValueOrDefault("worker_message") as string,
                properties.GetValueOrDefault("session_id") as string,
                exception,
                properties.GetValueOrDefault("dropped") as long? ?? 0));
        }

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
