using Pool.NUnit.Isolation.Faults;
using Pool.NUnit.Isolation.Monitoring;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Shapes;

/// <summary>Every shape of a method, each with set-up, tear-down and the disposal of the fixture in the same environment.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class MethodShapes : IAsyncDisposable
{
    private static readonly object[] Cases = [new object?[] { 1, null }, new object?[] { 2, null }];

    private static int _attempts;

    [Datapoints]
    public static readonly int[] Numbers = [1, 2];

    private string? _seenBySetUp;

    [SetUp]
    public async Task SetUpAsync()
    {
        await Task.Yield();
        _seenBySetUp = TestEnvironment.Current!.TestId;
    }

    [TearDown]
    public void TearDown() => TestEnvironment.Current!.TestId.ShouldBe(_seenBySetUp);

    public async ValueTask DisposeAsync()
    {
        await Task.Yield();
        TestEnvironment.Current!.TestId.ShouldBe(_seenBySetUp);
    }

    [IsolatedTest]
    public void Method_without_parameters() => _seenBySetUp.ShouldBe(TestEnvironment.Current!.TestId);

    [IsolatedTest]
    public async Task Method_with_everything_injected(
        TestEnvironment env, SessionPool pool, FaultInjector faults, FaultScenarios scenarios, PoolMonitor monitor, CancellationToken token)
    {
        pool.ShouldBeSameAs(env.Pool);
        await pool.ExecuteAsync("s", "ping", cancellationToken: token);
        faults.Injected.ShouldBeEmpty();
        scenarios.ShouldNotBeNull();
        monitor.ShouldNotBeNull();
    }

    [IsolatedTest]
    [TestCase(1)]
    [TestCase(2)]
    public void Method_with_cases(int number, TestEnvironment? env = null)
    {
        number.ShouldBeInRange(1, 2);
        env.ShouldBeSameAs(TestEnvironment.Current);
    }

    [IsolatedTest]
    [TestCaseSource(nameof(Cases))]
    public void Method_with_case_source(int number, TestEnvironment? env)
    {
        number.ShouldBeInRange(1, 2);
        env.ShouldBeSameAs(TestEnvironment.Current);
    }

    [IsolatedTest]
    public void Method_with_values([Values(1, 2)] int number) => TestEnvironment.Current!.TestName.ShouldEndWith($"({number})");

    [IsolatedTest]
    public void Method_with_range([Range(1, 3)] int number) => TestEnvironment.Current!.TestName.ShouldEndWith($"({number})");

    [IsolatedTest]
    [Theory]
    public void Method_with_theory(int number) => TestEnvironment.Current!.TestName.ShouldEndWith($"({number})");

    [IsolatedTest]
    [TestCase(1, ExpectedResult = 2)]
    public int Method_with_expected_result(int number) => TestEnvironment.Current is null ? 0 : number + 1;

    [IsolatedTest]
    [TestCase(1, ExpectedResult = 2)]
    public async Task<int> Method_with_awaited_result(int number)
    {
        await Task.Yield();
        return TestEnvironment.Current is null ? 0 : number + 1;
    }

    [IsolatedTest]
    [Repeat(3)]
    public void Method_repeated() => TestEnvironment.Current!.TestId.ShouldBe(_seenBySetUp);

    [IsolatedTest]
    [Retry(2)]
    public void Method_retried() => Assert.That(Interlocked.Increment(ref _attempts), Is.EqualTo(2));

    [IsolatedTest]
    [CancelAfter(60_000)]
    public void Method_with_cancel_after(TestEnvironment env, CancellationToken token)
    {
        token.CanBeCanceled.ShouldBeTrue();
        env.CancellationToken.CanBeCanceled.ShouldBeTrue();
    }

    [IsolatedTest]
    [NonParallelizable]
    public void Method_alone() => TestEnvironment.Current.ShouldNotBeNull();

    [IsolatedTest]
    [MaxTime(60_000)]
    public void Method_with_max_time() => TestEnvironment.Current.ShouldNotBeNull();

    [IsolatedTest(TimeoutMs = 60_000)]
    [CancelAfter(50_000)]
    public async Task Method_with_hard_timeout(TestEnvironment env, CancellationToken token)
    {
        token.CanBeCanceled.ShouldBeTrue();
        await Task.Yield();
        env.ShouldBeSameAs(TestEnvironment.Current);
        TestContext.Out.WriteLine("written on a thread of the test's own");
    }

    [Chaos(Fault.WorkerCrash)]
    public async Task Method_chaos(SessionPool pool) => await pool.ExecuteAnonymousAsync("ping");

    [Performance(Clients = 2, DurationMs = 20, Warmup = 1)]
    public async Task Method_performance(SessionPool pool) => await pool.ExecuteAnonymousAsync("ping");

    [Performance(Clients = 2, DurationMs = 20, Warmup = 1)]
    [Chaos(Fault.WorkerCrash)]
    [IsolatedTest(Layer = TestLayer.Mock)]
    public async Task Method_all_three(TestEnvironment env) => await env.Pool.ExecuteAnonymousAsync("ping");

    [IsolatedTest(Layer = TestLayer.Mock)]
    [Chaos(Fault.WorkerCrash)]
    public async Task Method_two_attributes() => await TestEnvironment.Current!.Pool.ExecuteAnonymousAsync("ping");
}
