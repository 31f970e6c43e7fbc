using Pool.Runtime;

namespace Pool.NUnit.Isolation.Specimens;

/// <summary>Tests that do not end in time, each in a way of its own. All fail but the two that say so.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class TimeoutSpecimens
{
    private static volatile bool _over;
    private static long _computed;

    [OneTimeTearDown]
    public static void StopComputing() => _over = true;

    [SetUp]
    public void SetUp() => TestEnvironment.Current!.Resources.Push("resource below", static _ =>
    {
        Console.Error.WriteLine("the resource below was released");
        return ValueTask.CompletedTask;
    });

    [TearDown]
    public async Task TearDownAsync()
    {
        if (TestContext.CurrentContext.Test.MethodName == nameof(Hangs_in_tear_down))
        {
            await NeverAsync();
        }
    }

    [IsolatedTest(TimeoutMs = 60_000)]
    public async Task Ends_in_time()
    {
        await Task.Yield();
        TestEnvironment.Current.ShouldNotBeNull();
    }

    [IsolatedTest(TimeoutMs = 60_000)]
    public void Fails_in_time() => Assert.Fail("own message of a test with a limit");

    [IsolatedTest(TimeoutMs = 200)]
    public async Task Awaits_forever(SessionPool pool)
    {
        await using WorkerLease lease = await pool.CheckoutAsync(CheckoutRequest.ForSession("s"));
        await NeverAsync();
    }

    [IsolatedTest(TimeoutMs = 200)]
    public void Blocks_its_thread() => BlockForEver();

    [IsolatedTest(TimeoutMs = 200)]
    public void Computes_on()
    {
        while (!_over)
        {
            _computed++;
        }
    }

    [IsolatedTest(TimeoutMs = 200)]
    public async Task Heeds_its_token(TestEnvironment env) => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, env.CancellationToken);

    [IsolatedTest(TimeoutMs = 200)]
    public void Hangs_in_tear_down() => TestEnvironment.Current.ShouldNotBeNull();

    [Performance(DurationMs = 500, TimeoutMs = 400)]
    public void Limit_below_the_load() => Assert.Fail("the load ran");

    private static async Task NeverAsync() => await new TaskCompletionSource().Task;

    private static void BlockForEver()
    {
        using ManualResetEventSlim never = new();
        never.Wait();
    }
}
