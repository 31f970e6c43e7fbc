using Pool.NUnit.Isolation.Faults;
using Pool.NUnit.Isolation.Monitoring;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Specimens;

/// <summary>Every shape that a test method may have. All pass.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ShapeSpecimens
{
    private string? _seenBySetUp;

    [SetUp]
    public void SetUp() => _seenBySetUp = TestEnvironment.Current?.TestId;

    [TearDown]
    public void TearDown() => TestEnvironment.Current?.TestId.ShouldBe(_seenBySetUp);

    [IsolatedTest]
    public void Without_parameters() => _seenBySetUp.ShouldBe(TestEnvironment.Current!.TestId);

    [IsolatedTest]
    public async Task With_everything_injected(
        TestEnvironment env, SessionPool pool, FaultInjector faults, FaultScenarios scenarios, PoolMonitor monitor, CancellationToken token)
    {
        _seenBySetUp.ShouldBe(env.TestId);
        pool.ShouldBeSameAs(env.Pool);
        token.CanBeCanceled.ShouldBeFalse();
        PoolMonitorReport report = await monitor.WatchAsync(async () => await pool.ExecuteAsync("s", "ping", cancellationToken: token));
        report.Successes.ShouldBe(1);
        faults.Injected.ShouldBeEmpty();
        (await scenarios.CascadeAsync(0, TimeSpan.Zero, token)).ShouldBeEmpty();
    }

    [IsolatedTest]
    [TestCase(1)]
    [TestCase(2)]
    public void With_cases(int number, TestEnvironment? env = null)
    {
        number.ShouldBeInRange(1, 2);
        env.ShouldBeSameAs(TestEnvironment.Current);
    }

    [IsolatedTest]
    [TestCase(null)]
    public void With_a_null_of_its_own(IEnumerable<int>? numbers) => numbers.ShouldBeNull();

    [IsolatedTest]
    public void With_values([Values(1, 2)] int number) => TestEnvironment.Current!.TestName.ShouldEndWith($"({number})");

    [IsolatedTest]
    [CancelAfter(60_000)]
    public void With_cancel_after(TestEnvironment env, CancellationToken token)
    {
        token.CanBeCanceled.ShouldBeTrue();
        env.CancellationToken.CanBeCanceled.ShouldBeTrue();
    }

    [Performance(Clients = 2, DurationMs = 20, Warmup = 1)]
    [CancelAfter(60_000)]
    public async Task Load_with_cancel_after(SessionPool pool, CancellationToken token) =>
        await pool.ExecuteAnonymousAsync("ping", cancellationToken: token);

    [IsolatedTest]
    [Repeat(3)]
    public void Repeated() => Console.Error.WriteLine(
        FormattableString.Invariant($"repetition drew {TestEnvironment.Current!.Random.Next()}"));

    [Performance(Clients = 2, DurationMs = 20, Warmup = 1)]
    [Chaos(Fault.WorkerCrash)]
    [IsolatedTest(Layer = TestLayer.Mock)]
    public async Task All_three_attributes(TestEnvironment env) => await env.Pool.ExecuteAnonymousAsync("ping");

    [IsolatedTest(Layer = TestLayer.Mock)]
    [Chaos(Fault.WorkerCrash)]
    public void Two_attributes_without_parameters() => TestEnvironment.Current.ShouldNotBeNull();
}
