using Pool.NUnit.Isolation.Load;
using Pool.NUnit.Isolation.Randomness;
using Pool.Reporting.Measurement;

namespace Pool.NUnit.Isolation.Tests.Load;

internal sealed class LoadEngineTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    [Test]
    public async Task Warm_up_is_counted_apart_from_the_measurement()
    {
        long ran = 0;
        LoadOutcome outcome = await RunAsync(Settings(clients: 3, warmup: 100), Operation("op", _ =>
        {
            Interlocked.Increment(ref ran);
            return ValueTask.CompletedTask;
        }));
        (outcome.Measurement.Total.Count + 100).ShouldBe(ran);
        outcome.Measurement.WarmupOperations.ShouldBe(100);
    }

    [Test]
    public async Task Failures_are_counted_by_type_and_apart_from_latencies()
    {
        long n = 0;
        LoadOutcome outcome = await RunAsync(Settings(), Operation("op", _ => Interlocked.Increment(ref n) % 2 == 0
            ? ValueTask.CompletedTask
            : throw new InvalidOperationException("odd")));
        OperationMeasurement total = outcome.Measurement.Total;
        total.ErrorRate.ShouldBe(0.5, 0.01);
        total.FailuresByType.ShouldHaveSingleItem().Key.ShouldBe(nameof(InvalidOperationException));
        (total.Successes.Count + total.FailureCount).ShouldBe(total.Count);
        outcome.FirstErrors.Values.ShouldHaveSingleItem().Message.ShouldBe("odd");
    }

    [Test]
    public async Task Duration_is_what_was_measured()
    {
        TimeSpan slow = TimeSpan.FromMilliseconds(150);
        LoadOutcome outcome = await RunAsync(Settings(clients: 1), Operation("op", async context => await Task.Delay(slow, context.CancellationToken)));
        outcome.Measurement.Total.Count.ShouldBe(1);
        outcome.Measurement.Elapsed.ShouldBeGreaterThanOrEqualTo(slow - TimeSpan.FromMilliseconds(2));
        outcome.Measurement.Throughput.ShouldBeLessThanOrEqualTo(1 / 0.148);
    }

    [Test]
    public async Task Mix_follows_the_weights()
    {
        LoadOutcome outcome = await RunAsync(
            Settings(), Operation("read", static _ => ValueTask.CompletedTask, 90), Operation("write", static _ => ValueTask.CompletedTask, 10));
        OperationMeasurement read = outcome.Measurement.Operations.Single(static o => o.Name == "read");
        ((double)read.Count / outcome.Measurement.Total.Count).ShouldBe(0.9, 0.03);
    }

    [Test]
    public async Task Client_that_never_waits_does_not_keep_others_from_running()
    {
        // More clients than threads: each must have its turn.
        int clients = (Environment.ProcessorCount * 4) + 1;
        long[] perClient = new long[clients];
        await RunAsync(Settings(clients, duration: TimeSpan.FromMilliseconds(300)), Operation("op", context =>
        {
            perClient[context.Client]++;
            return ValueTask.CompletedTask;
        }));
        perClient.ShouldAllBe(static n => n > 0);
    }

    [Test]
    public async Task Blocking_clients_run_at_the_same_time_on_threads_of_their_own()
    {
        const int Clients = 12;
        using Barrier all = new(Clients);
        LoadOutcome outcome = await RunAsync(Settings(Clients, threads: true), Operation("op", _ =>
        {
            // Passes only when every client is inside at once.
            if (!all.SignalAndWait(TimeSpan.FromMilliseconds(500)))
            {
                throw new TimeoutException();
            }

            return ValueTask.CompletedTask;
        }));
        outcome.Measurement.Total.Successes.Count.ShouldBeGreaterThanOrEqualTo(Clients);
    }

    [Test]
    public async Task Operation_that_hangs_is_reported_and_ends_the_load()
    {
        LoadOutcome outcome = await RunAsync(
            Settings(clients: 2, drain: TimeSpan.FromMilliseconds(50)), Operation("op", static _ => new ValueTask(new TaskCompletionSource().Task)));
        outcome.HungClients.ShouldBe(2);
    }

    [Test]
    public async Task Warm_up_that_hangs_is_reported_and_ends_the_load()
    {
        bool measured = false;
        LoadOutcome outcome = await new LoadEngine(
                Settings(clients: 2, warmup: 10, drain: Short), TimeProvider.System, new SeededRandom(1), static () => new Scope())
            .RunAsync([Operation("op", static _ => new ValueTask(new TaskCompletionSource().Task))], () => measured = true, default);
        outcome.HungClients.ShouldBe(2);
        measured.ShouldBeFalse();
    }

    [Test]
    public async Task Warm_up_that_goes_on_is_waited_for_however_long_it_takes()
    {
        LoadOutcome outcome = await RunAsync(
            Settings(clients: 1, warmup: 10, drain: Short), Operation("op", static async _ => await Task.Delay(40)));
        outcome.Measurement.Total.Successes.Count.ShouldBeGreaterThan(0);
    }

    [Test]
    public async Task Cancelled_warm_up_ends_as_cancelled_though_its_operations_hang()
    {
        using CancellationTokenSource cancel = new(Short);
        Task load = new LoadEngine(
                Settings(warmup: 10, duration: TimeSpan.FromHours(1)), TimeProvider.System, new SeededRandom(1), static () => new Scope())
            .RunAsync([Operation("op", static _ => new ValueTask(new TaskCompletionSource().Task))], static () => { }, cancel.Token);
        await Should.ThrowAsync<OperationCanceledException>(load);
    }

    [Test]
    public async Task Operation_that_outlives_the_load_is_a_failure_and_stretches_no_duration()
    {
        TimeSpan drain = TimeSpan.FromSeconds(1);
        LoadOutcome outcome = await RunAsync(
            Settings(clients: 2, drain: drain),
            Operation("op", static async context => await Task.Delay(context.Client == 0 ? Timeout.Infinite : 1, context.CancellationToken)));
        outcome.HungClients.ShouldBe(0);
        outcome.Measurement.Total.FailuresByType.ShouldBe(new Dictionary<string, long> { [nameof(TimeoutException)] = 1 });
        outcome.FirstErrors.Values.ShouldHaveSingleItem().Message.ShouldContain("still running 1000 ms after the load was over");
        outcome.Measurement.Total.Successes.Count.ShouldBeGreaterThan(0);
        outcome.Measurement.Elapsed.ShouldBeLessThan(Short + drain);
    }

    [Test]
    public async Task Cancelled_load_ends_as_cancelled()
    {
        using CancellationTokenSource cancel = new();
        Task load = new LoadEngine(Settings(duration: TimeSpan.FromHours(1)), TimeProvider.System, new SeededRandom(1), static () => new Scope())
            .RunAsync([Operation("op", static async context => await Task.Delay(1, context.CancellationToken))], static () => { }, cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(load);
    }

    [Test]
    public async Task Measured_loop_allocates_nothing_per_operation()
    {
        long before = 0;
        long after = 0;
        long n = 0;
        LoadSettings oneThread = Settings(clients: 1, threads: true, duration: TimeSpan.FromMilliseconds(300));
        await RunAsync(oneThread, Operation("op", _ =>
        {
            // On the client's own thread, after the first rounds have compiled what they use.
            long i = n++;
            if (i == 10_000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }
            else if (i == 30_000)
            {
                after = GC.GetAllocatedBytesForCurrentThread();
            }

            return ValueTask.CompletedTask;
        }));
        n.ShouldBeGreaterThan(30_000);
        // A collection meanwhile counts the rest of the thread's allocation context, up to 8 KiB, as allocated.
        (after - before).ShouldBeLessThan(100_000, "bytes for 20,000 operations");
    }

    private static LoadSettings Settings(int clients = 4, int warmup = 0, bool threads = false, TimeSpan? duration = null, TimeSpan? drain = null) =>
        new(clients, duration ?? Short, warmup, threads, drain ?? TimeSpan.FromSeconds(30));

    private static LoadOperation Operation(string name, Func<LoadContext, ValueTask> body, double weight = 1) => new(name, weight, body);

    private static Task<LoadOutcome> RunAsync(LoadSettings settings, params LoadOperation[] operations) =>
        new LoadEngine(settings, TimeProvider.System, new SeededRandom(1), static () => new Scope()).RunAsync(operations, static () => { }, default);

    private sealed class Scope : ILoadClientScope
    {
        public void Enter()
        {
        }

        public void AfterFailure()
        {
        }
    }
}
