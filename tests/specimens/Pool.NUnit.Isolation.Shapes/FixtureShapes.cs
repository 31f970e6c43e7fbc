using Pool.Runtime;

namespace Pool.NUnit.Isolation.Shapes;

/// <summary>Isolated by the fixture's attribute; the nearer value counts.</summary>
[IsolatedTest(PoolSize = 3, TimeoutMs = 60_000)]
internal sealed class FixtureShapes
{
    private static readonly int[] Numbers = [1, 2];

    [Test]
    public void Fixture_test() => TestEnvironment.Current!.Pool.GetStats().Size.ShouldBe(3);

    [TestCase(1)]
    [TestCase(2)]
    public void Fixture_cases(int number, SessionPool? pool = null)
    {
        number.ShouldBeInRange(1, 2);
        pool.ShouldBeSameAs(TestEnvironment.Current!.Pool);
    }

    [TestCaseSource(nameof(Numbers))]
    public void Fixture_source(int number) => TestEnvironment.Current!.TestName.ShouldEndWith($"({number})");

    [Test]
    public void Fixture_values([Values(1, 2)] int number) => TestEnvironment.Current!.TestName.ShouldEndWith($"({number})");

    [IsolatedTest(PoolSize = 2)]
    public void Fixture_method_says_otherwise(TestEnvironment env) => env.Pool.GetStats().Size.ShouldBe(2);

    [Chaos(Fault.WorkerCrash)]
    public async Task Fixture_chaos(SessionPool pool)
    {
        pool.GetStats().Size.ShouldBe(3);
        await pool.ExecuteAnonymousAsync("ping");
    }

    [Test]
    [CancelAfter(60_000)]
    public void Fixture_cancel_after(CancellationToken token)
    {
        token.CanBeCanceled.ShouldBeTrue();
        using CancellationTokenRegistration registration = token.Register(static () => { });
        TestEnvironment.Current!.CancellationToken.CanBeCanceled.ShouldBeTrue();
    }

    [Test]
    [MaxTime(60_000)]
    public void Fixture_attribute_that_another_hides() => Assert.Fail("the body ran without an environment");

    [IsolatedTest]
    [MaxTime(60_000)]
    public void Fixture_attribute_repeated() => TestEnvironment.Current.ShouldNotBeNull();
}
