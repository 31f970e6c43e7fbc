using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Errors;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests;

internal sealed class SessionPoolRecyclingTests
{
    [Test]
    public async Task Worker_is_replaced_after_its_requests_and_the_session_moves_with_its_state()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1, MaxWorkerRequests = 2 });

        for (var i = 0; i < 4; i++)
            await scripted.Pool.ExecuteAsync("s", "append", new { item = $"{i}" });

        (await scripted.Pool.ExecuteAsync<string[]>("s", "list")).ShouldBe(["0", "1", "2", "3"]);
        var stats = await scripted.ReachAsync(stats => stats.Ready == 1);
        (stats.Recycles[RecycleReason.Requests], stats.Counters.Recycles, stats.Counters.Losses, stats.Counters.Restarts).ShouldBe((2, 2, 0, 0));
        scripted.Workers[0].Handled.Count.ShouldBe(2);
    }

    [Test]
    public async Task Worker_that_alone_holds_a_session_outlives_its_requests()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1, MaxWorkerRequests = 1, MaxJournalEntries = 0 });

        for (var i = 0; i < 3; i++)
            await scripted.Pool.ExecuteAsync("s", "append", new { item = $"{i}" });

        (await scripted.Pool.ExecuteAsync<string[]>("s", "list")).ShouldBe(["0", "1", "2"]);
        scripted.Workers.Count.ShouldBe(1);
    }

    [Test]
    public async Task Idle_worker_is_replaced_at_its_age_which_the_jitter_makes_its_own()
    {
        var time = new FakeTimeProvider();
        var age = TimeSpan.FromMinutes(10);
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 4, MaxWorkerAge = age, MaxWorkerAgeJitter = 0.5, HealthCheckInterval = TimeSpan.Zero }, time);
        var ends = new List<TimeSpan>();
        var begun = time.GetTimestamp();

        while (time.GetElapsedTime(begun) < age)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            // The old one has ended by then, too.
            var stats = await scripted.ReachAsync(stats => stats.Ready == 4 && stats.Workers.Count == 4);
            ends.AddRange(Enumerable.Repeat(time.GetElapsedTime(begun), (int)stats.Counters.Recycles - ends.Count));
            if (ends.Count >= 4)
                break;
        }

        ends.Count.ShouldBe(4);
        ends.ShouldAllBe(end => end >= age / 2 && end <= age);
        ends.Distinct().Count().ShouldBeGreaterThan(2);
        var left = scripted.Pool.GetStats().Workers.Select(worker => worker.WorkerId);
        left.ShouldNotContain(scripted.Workers[0].Context.WorkerId);
        scripted.Pool.GetStats().Recycles[RecycleReason.Age].ShouldBe(4);
    }

    [Test]
    public async Task Busy_worker_is_replaced_for_its_age_when_its_call_is_over()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1, MaxWorkerAge = TimeSpan.FromSeconds(9), CommandTimeout = TimeSpan.FromDays(1) }, time);
        var (held, worker) = await scripted.HoldAsync();

        time.Advance(TimeSpan.FromSeconds(20));
        scripted.Pool.GetStats().Busy.ShouldBe(1);
        worker.Release.SetResult();

        (await held).Attempts.ShouldBe(1);
        var stats = await scripted.ReachAsync(stats => stats is { Ready: 1, Workers.Count: 1 });
        (stats.Recycles[RecycleReason.Age], stats.Counters.Losses).ShouldBe((1, 0));
        stats.Workers[0].WorkerId.ShouldNotBe(worker.Context.WorkerId);
    }

    [Test]
    public async Task Age_takes_one_worker_at_a_time()
    {
        var time = new FakeTimeProvider();
        var starting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new ManualResetEventSlim();
        var made = 0;
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 3, MaxWorkerAge = TimeSpan.FromSeconds(9), MaxWorkerAgeJitter = 0 }, time, script: _ =>
            {
                if (Interlocked.Increment(ref made) <= 3)
                    return;
                starting.TrySetResult();
                release.Wait();
            });

        time.Advance(TimeSpan.FromSeconds(9));
        await starting.Task;

        scripted.Pool.GetStats().ShouldSatisfyAllConditions(stats => stats.Ready.ShouldBe(2), stats => stats.Initializing.ShouldBe(1));
        release.Set();
        await scripted.ReachAsync(stats => stats.Ready == 3);
        for (var i = 2; i <= 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await scripted.ReachAsync(stats => stats.Counters.Recycles == i && stats.Ready == 3);
        }
    }

    [Test]
    public async Task Worker_that_takes_too_much_memory_is_replaced_when_it_is_idle()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 2, MaxWorkerMemoryBytes = 100_000_000, CommandTimeout = TimeSpan.FromDays(1) }, time);
        var (held, busy) = await scripted.HoldAsync("s");
        var idle = scripted.Workers.Single(worker => worker != busy);
        busy.ResidentBytes = idle.ResidentBytes = 100_000_001;

        time.Advance(TimeSpan.FromSeconds(5));
        await scripted.ReachAsync(stats => stats.Counters.Recycles == 1 && stats is { Ready: 1, Busy: 1 });
        await scripted.ReachAsync(_ => idle.Disposed);
        held.IsCompleted.ShouldBeFalse();
        busy.Release.SetResult();
        await held;

        var stats = await scripted.ReachAsync(stats => stats is { Ready: 2, Workers.Count: 2 });
        (stats.Recycles[RecycleReason.Memory], stats.Counters.Losses).ShouldBe((2, 0));
        scripted.Pool.GetWorkerHistory(busy.Context.WorkerId).ShouldContain(move => move.Reason == TransitionReason.MemoryLimit);
    }

    [Test]
    public async Task Worker_that_takes_more_memory_than_it_may_is_killed_in_the_midst_of_a_command_and_its_caller_told()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 2, KillWorkerMemoryBytes = 100_000_000, CommandTimeout = TimeSpan.FromDays(1) }, time);
        // On a lease, so that no retry has it run again.
        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var busy = scripted.WorkerOf(lease.WorkerId);
        var idle = scripted.Workers.Single(worker => worker != busy);
        var held = lease.ExecuteAsync("hold").AsTask();
        await busy.Holding.Task;
        (busy.ResidentBytes, idle.ResidentBytes) = (100_000_001, 100_000_000);

        time.Advance(TimeSpan.FromSeconds(5));

        var error = await Should.ThrowAsync<WorkerLostException>(held);
        error.Message.ShouldContain("its processes took 100000001 bytes of memory, more than KillWorkerMemoryBytes (100000000)");
        var stats = await scripted.ReachAsync(stats => stats is { Ready: 2, Workers.Count: 2 });
        (stats.Counters.Losses, stats.Counters.Recycles).ShouldBe((1, 0));
        stats.Workers.Select(worker => worker.WorkerId).ShouldContain(idle.Context.WorkerId);
        scripted.Pool.GetWorkerHistory(busy.Context.WorkerId).ShouldContain(move => move.Reason == TransitionReason.MemoryLimit && move.To == WorkerState.Terminating);
    }

    [Test]
    public async Task Idle_worker_that_takes_more_memory_than_it_may_is_killed()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1, MaxWorkerMemoryBytes = 50_000_000, KillWorkerMemoryBytes = 100_000_000 }, time);
        scripted.Workers[0].ResidentBytes = 100_000_001;

        time.Advance(TimeSpan.FromSeconds(5));

        var stats = await scripted.ReachAsync(stats => stats is { Ready: 1, Counters.Losses: 1 });
        stats.Counters.Recycles.ShouldBe(0);
    }

    [TestCase(100_000_000L)]
    [TestCase(null)]
    public async Task Worker_within_its_memory_or_without_a_measure_stays(long? bytes)
    {
        var time = new FakeTimeProvider();
        var measured = 0;
        await using var scripted = await ScriptedPool.StartAsync(
            Measuring, time,
            script: worker => worker.Measure = () =>
            {
                Interlocked.Increment(ref measured);
                return bytes;
            });

        for (var i = 1; i <= 3; i++)
        {
            await NextMeasureAsync(scripted, time, () => Volatile.Read(ref measured) >= i);
            (await scripted.Pool.ExecuteAnonymousAsync("who")).WorkerId.ShouldBe(scripted.Workers[0].Context.WorkerId);
        }

        scripted.Workers.Count.ShouldBe(1);
    }

    [Test]
    public async Task Measure_that_throws_counts_as_none()
    {
        var time = new FakeTimeProvider();
        var measured = 0;
        await using var scripted = await ScriptedPool.StartAsync(
            Measuring, time,
            script: worker => worker.Measure = () => Interlocked.Increment(ref measured) > 0 ? throw new InvalidOperationException("no") : 0);

        await NextMeasureAsync(scripted, time, () => Volatile.Read(ref measured) >= 2);

        scripted.Pool.GetStats().ShouldSatisfyAllConditions(stats => stats.Ready.ShouldBe(1), stats => stats.Counters.Recycles.ShouldBe(0));
    }

    [Test]
    public async Task Only_home_of_a_session_is_replaced_for_its_memory_and_the_session_says_that_it_is_lost()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1, MaxWorkerMemoryBytes = 100_000_000, MaxJournalEntries = 0 }, time);
        await scripted.Pool.ExecuteAsync("s", "append", new { item = "x" });
        scripted.Workers[0].ResidentBytes = long.MaxValue;

        time.Advance(TimeSpan.FromSeconds(5));
        await scripted.ReachAsync(stats => stats.Counters.Recycles == 1 && stats.Ready == 1);

        await Should.ThrowAsync<SessionLostException>(async () => await scripted.Pool.ExecuteAsync("s", "list"));
    }

    [Test]
    public async Task Clearing_replaces_idle_workers_at_once_and_busy_ones_after_their_call()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 3 });
        await scripted.Pool.ExecuteAsync("s", "append", new { item = "x" });
        var (held, busy) = await scripted.HoldAsync();
        var old = scripted.Workers.Select(worker => worker.Context.WorkerId).ToList();

        await scripted.Pool.ClearAsync();

        var stats = scripted.Pool.GetStats();
        (stats.Ready, stats.Busy, stats.Recycles[RecycleReason.Cleared]).ShouldBe((2, 1, 2));
        busy.Release.SetResult();
        await held;
        stats = await scripted.ReachAsync(stats => stats is { Ready: 3, Workers.Count: 3 });
        stats.Workers.ShouldAllBe(worker => !old.Contains(worker.WorkerId));
        (stats.Counters.Recycles, stats.Counters.Losses, stats.Counters.Restarts).ShouldBe((3, 0, 0));
        (await scripted.Pool.ExecuteAsync<string[]>("s", "list")).ShouldBe(["x"]);
    }

    [Test]
    public async Task Session_that_cannot_move_is_lost_when_the_pool_is_cleared()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1, MaxJournalEntries = 0 });
        await scripted.Pool.ExecuteAsync("s", "append", new { item = "x" });

        await scripted.Pool.ClearAsync();

        await Should.ThrowAsync<SessionLostException>(async () => await scripted.Pool.ExecuteAsync("s", "list"));
    }

    [Test]
    public async Task Worker_whose_start_began_before_the_clearing_is_replaced_too()
    {
        var starting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new ManualResetEventSlim();
        var made = 0;
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 }, script: _ =>
        {
            if (Interlocked.Increment(ref made) != 2)
                return;
            starting.SetResult();
            release.Wait();
        });
        var growing = scripted.Pool.ResizeAsync(2).AsTask();
        await starting.Task;

        var clearing = scripted.Pool.ClearAsync().AsTask();
        release.Set();
        await Task.WhenAll(growing, clearing);

        var stats = await scripted.ReachAsync(stats => stats is { Ready: 2, Workers.Count: 2 });
        stats.Workers.Select(worker => worker.WorkerId).ShouldBe(["pool-w3", "pool-w4"], ignoreOrder: true);
    }

    [Test]
    public async Task Callers_who_wait_are_served_by_the_replacement()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1, MaxWorkerRequests = 1 });

        var calls = Enumerable.Range(0, 20).Select(number => scripted.Pool.ExecuteAsync($"s{number % 3}", "echo", number).AsTask()).ToList();

        (await Task.WhenAll(calls)).Select(result => result.Value.GetInt32()).ShouldBe(Enumerable.Range(0, 20));
        scripted.Workers.ShouldAllBe(worker => worker.Handled.Count <= 1);
        scripted.Echoed.Select(int.Parse).ShouldBe(Enumerable.Range(0, 20));
    }

    [Test]
    public async Task Lives_are_spread_over_all_of_the_jitter()
    {
        var time = new FakeTimeProvider();
        var age = TimeSpan.FromMinutes(10);
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 8, MaxWorkerAge = age, MaxWorkerAgeJitter = 0.5, HealthCheckInterval = TimeSpan.Zero }, time);
        time.Advance(age / 2);

        for (var i = 0; i < 30; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await scripted.ReachAsync(stats => stats.Ready == 8);
        }

        // A tenth of the time in which they go.
        scripted.Pool.GetStats().Counters.Recycles.ShouldBeLessThan(4);
    }

    [Test]
    public async Task Memory_is_not_measured_unless_it_has_a_bound()
    {
        var time = new WatchedTime();
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1, MemoryCheckInterval = TimeSpan.FromSeconds(7), HealthCheckInterval = TimeSpan.Zero }, time);

        time.Timers.ShouldNotContain(TimeSpan.FromSeconds(7));
    }

    [Test]
    public async Task Draining_pool_replaces_no_worker_for_its_requests()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1, MaxWorkerRequests = 1 });
        var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var waiting = Enumerable.Range(0, 3).Select(_ => scripted.Pool.ExecuteAnonymousAsync("who").AsTask()).ToList();
        var draining = scripted.Pool.DrainAsync(Timeout.InfiniteTimeSpan).AsTask();

        await lease.DisposeAsync();

        (await Task.WhenAll(waiting)).ShouldAllBe(result => result.WorkerId == lease.WorkerId);
        (await draining).ShouldBeTrue();
    }

    [Test]
    public async Task Worker_that_was_kept_for_a_session_is_looked_at_again_after_a_second()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1, MaxWorkerRequests = 1, MaxJournalEntries = 0, HealthCheckInterval = TimeSpan.Zero }, time);
        await scripted.Pool.ExecuteAsync("s", "append", new { item = "x" });
        await scripted.Pool.EndSessionAsync("s");

        time.Advance(TimeSpan.FromMilliseconds(999));
        await scripted.Pool.ExecuteAnonymousAsync("who");
        scripted.Pool.GetStats().Counters.Recycles.ShouldBe(0);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await scripted.Pool.ExecuteAnonymousAsync("who");

        scripted.Pool.GetStats().Counters.Recycles.ShouldBe(1);
    }

    [Test]
    public async Task Worker_is_not_kept_for_a_session_that_lives_elsewhere_now()
    {
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 2, MaxWorkerRequests = 2, MaxJournalEntries = 1, IdleOrder = WorkerOrder.Lifo });
        var former = (await scripted.Pool.ExecuteAsync("s", "append", new { item = "a" })).WorkerId;
        var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        lease.WorkerId.ShouldBe(former);
        (await scripted.Pool.ExecuteAsync("s", "append", new { item = "b" })).WorkerId.ShouldNotBe(former);

        await lease.ExecuteAsync("who");
        await lease.DisposeAsync();

        scripted.Pool.GetStats().Recycles[RecycleReason.Requests].ShouldBe(1);
        scripted.Pool.GetWorkerHistory(former).ShouldContain(move => move.Reason == TransitionReason.RequestLimit);
    }

    // The clock is moved faster than a worker could give a sign of life.
    private static PoolOptions Measuring => new() { Size = 1, MaxWorkerMemoryBytes = 100_000_000, HealthCheckInterval = TimeSpan.Zero };

    private static async Task NextMeasureAsync(ScriptedPool scripted, FakeTimeProvider time, Func<bool> isMeasured)
    {
        await scripted.ReachAsync(_ =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return isMeasured();
        });
    }
}
