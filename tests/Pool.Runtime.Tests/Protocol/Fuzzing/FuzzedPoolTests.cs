using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Protocol.Fuzzing;

/// <summary>A live pool whose workers answer in mutated frames. <c>POOL_SEED=17</c> gives each caller those answers again.</summary>
[Category("Repetition")]
internal sealed class FuzzedPoolTests
{
    private const int MutatedAnswers = 10_000;
    private const int Callers = 16;
    private const int Size = 4;
    private const int MaxFrameBytes = 16 * 1024;

    private static PoolOptions Options => new()
    {
        Size = Size,
        MaxFrameBytes = MaxFrameBytes,
        MaxRestarts = 1_000_000,
        RestartBackoff = TimeSpan.FromMilliseconds(1),
        MaxRestartBackoff = TimeSpan.FromMilliseconds(1),
        QueueTimeout = TimeSpan.FromSeconds(30),
        MaxKillsPerCommand = 0,
        HealthCheckInterval = TimeSpan.Zero,
    };

    [Test]
    public async Task Hostile_worker_is_replaced_and_no_caller_gets_what_was_not_its_answer()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("POOL_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out int given)
            ? given
            : RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Out.WriteLine($"POOL_SEED={seed} gives each caller these answers again.");
        var ledger = new HostileLedger(seed, MaxFrameBytes);
        await using SessionPool pool = await SessionPool.StartAsync(Options, new HostileAdapter(ledger), Services());
        var wrong = new ConcurrentQueue<string>();
        int next = 0;

        ledger.TurnHonest(false);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => CallAsync()));
        ledger.TurnHonest(true);

        wrong.Take(5).ShouldBeEmpty($"POOL_SEED={seed}");
        ledger.RepeatedEffects.ShouldBeEmpty($"POOL_SEED={seed}");
        await Task.WhenAll(ledger.Channels.Where(channel => channel.BrokeRules || channel.EndedEarly).Select(channel => channel.Ended))
            .WaitAsync(TimeSpan.FromSeconds(30));
        await pool.WaitUntilReadyAsync(Size, TimeSpan.FromSeconds(30));
        PoolStats stats = pool.GetStats();
        TestContext.Out.WriteLine($"{next} calls, {ledger.Mutated} mutated answers, {ledger.BadHellos} bad hellos: {stats.Counters}");
        (stats.State, stats.Ready).ShouldBe((PoolState.Running, Size));
        ledger.Channels.Count(channel => !channel.Ended.IsCompleted).ShouldBe(Size);
        stats.Counters.StartFailures.ShouldBe(ledger.BadHellos);
        await Task.WhenAll(Enumerable.Range(0, Size * 4).Select(async number =>
            (await pool.ExecuteAnonymousAsync("act", -number)).Value.GetInt32().ShouldBe(-number)));
        ledger.Channels.Count(channel => !channel.Ended.IsCompleted).ShouldBe(Size, "honest answers cost no worker");

        async Task CallAsync()
        {
            while (ledger.Mutated < MutatedAnswers)
            {
                int caller = Interlocked.Increment(ref next);
                if (await ComplaintAsync(pool, ledger, caller) is { } complaint)
                    wrong.Enqueue(complaint);
            }
        }
    }

    private static async Task<string?> ComplaintAsync(SessionPool pool, HostileLedger ledger, int number)
    {
        string caller = number.ToString(CultureInfo.InvariantCulture);
        try
        {
            CommandResult result = await pool.ExecuteAnonymousAsync(number % 4 == 0 ? "echo" : "act", number);
            string got = AnswerVerdict.Got(result);
            return ledger.Sent(caller, result.WorkerId, got) ? null : $"Caller {caller} got from {result.WorkerId}: {got}";
        }
        catch (RemoteCommandException error)
        {
            string got = AnswerVerdict.Got(error);
            return ledger.Sent(caller, error.WorkerId, got) ? null : $"Caller {caller} got from {error.WorkerId}: {got}";
        }
        catch (PoolException error)
        {
            return ledger.IsDeserved(error) ? null : $"Caller {caller}: {error}";
        }
        catch (Exception error)
        {
            return $"Caller {caller}: {error}";
        }
    }

    // A breaker that never opens, and one retry for whatever may be retried.
    private static SessionPoolServices Services()
    {
        RecoveryMatrix matrix = RecoveryMatrix.Default;
        foreach (ErrorCategory category in Enum.GetValues<ErrorCategory>())
        {
            foreach (ErrorSeverity severity in Enum.GetValues<ErrorSeverity>())
                matrix = matrix.With(category, severity, RecoveryRule.RetryNow(1, Backoff.None));
        }

        return new SessionPoolServices
        {
            Seed = 1,
            CircuitBreaker = new CircuitBreaker(new CircuitBreakerOptions { MinimumThroughput = int.MaxValue }, TimeProvider.System, "hostile"),
            ErrorOrchestrator = new ErrorOrchestrator(new ErrorOrchestratorOptions { Matrix = matrix }, TimeProvider.System, 1),
        };
    }
}
