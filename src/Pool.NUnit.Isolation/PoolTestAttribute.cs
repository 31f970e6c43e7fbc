using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;
using NUnit.Framework.Internal.Commands;
using Pool.NUnit.Isolation.Execution;
using Pool.NUnit.Isolation.Hosting;
using Pool.NUnit.Isolation.Settings;

namespace Pool.NUnit.Isolation;

/// <summary>
/// What <c>[IsolatedTest]</c>, <c>[Chaos]</c> and <c>[Performance]</c> have in common: the test runs in an environment of its
/// own, built before <c>[SetUp]</c> and torn down after <c>[TearDown]</c>. Any of them may stand together on one method, in any
/// order: there is one test case and one environment. On an override of a virtual test, repeat the attribute. A value that is not
/// named on the method is the one of an <c>[IsolatedTest]</c> on the fixture, then of one on the assembly.
/// </summary>
/// <remarks>
/// Parameters of the method that no data attribute fills come from the container: <see cref="TestEnvironment"/>,
/// <c>SessionPool</c>, <c>FaultInjector</c>, <c>FaultScenarios</c>, <c>PoolMonitor</c>, <c>TestTelemetry</c>, <c>WorkerScript</c>, or a service of your own
/// (see <see cref="IConfigureTestServices"/>). Beside <c>[TestCase]</c> they are optional parameters with the default null. A
/// <see cref="CancellationToken"/> comes last and is NUnit's own, as <c>[CancelAfter]</c> cancels it; the environment has one that
/// the end of the test cancels as well.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public abstract class PoolTestAttribute : TestAttribute, ITestAction, ITestBuilder, IApplyToTest, IWrapSetUpTearDown
{
    private protected PoolTestAttribute()
    {
    }

    /// <summary>
    /// The layer the test runs at; a test of a higher layer than <c>TEST_MODE</c> allows is skipped. Default: none named, so the test
    /// runs at the layer of <c>TEST_MODE</c>, or at Mock when that is unset.
    /// </summary>
    public TestLayer Layer { get; set; }

    /// <summary>Workers of the test's pool, 1 to 10,000. Default 0, which stands for the layer's setting: Mock 1, Bridge 2, Full 3,
    /// unless somebody set it.</summary>
    public int PoolSize { get; set; }

    /// <summary>Extra workers under load, 0 to 10,000. Default -1, which stands for the layer's setting: Mock 0, Bridge 1, Full
    /// 2, unless somebody set it.</summary>
    public int MaxOverflow { get; set; } = -1;

    /// <summary>
    /// Hard limit for <c>[SetUp]</c>, body and <c>[TearDown]</c> together, in milliseconds: 1 to 86,400,000. A test that has not ended
    /// by then fails with the state of its pools and the stacks of the process, also one that ignores its token or blocks its
    /// thread; its environment is torn down and the run goes on. Default 0, which stands for the
    /// run's setting <c>TimeoutMs</c>: none, unless somebody set it.
    /// </summary>
    /// <remarks>
    /// A test with a limit runs on a thread of its own. At its end the token of the environment is cancelled, then the thread is
    /// interrupted where it waits; one that computes on can't be stopped and keeps its thread until the process ends.
    /// </remarks>
    public int TimeoutMs { get; set; }

    /// <summary>Called for each test case of a method; for the suite when it stands on a fixture or an assembly.</summary>
    public ActionTargets Targets => ActionTargets.Default;

    /// <summary>Called by NUnit after <c>[SetUp]</c>, before the body.</summary>
    /// <param name="test">The test case, or the suite.</param>
    public void BeforeTest(ITest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (test.IsSuite)
        {
            TestExecutionContext.CurrentContext.UpstreamActions.Add(new HiddenAttributeCheck());
        }
        else if (IsLead(test.Method))
        {
            IsolatedExecution.Current?.BeforeBody();
        }
    }

    /// <summary>Called by NUnit after the body, before <c>[TearDown]</c>.</summary>
    /// <param name="test">The test case, or the suite.</param>
    public void AfterTest(ITest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (!test.IsSuite && IsLead(test.Method))
        {
            IsolatedExecution.Current?.AfterBody();
        }
    }

    // Not public: TestAttribute has a method of this name for methods without parameters.
    IEnumerable<TestMethod> ITestBuilder.BuildFrom(IMethodInfo method, Test? suite)
    {
        ArgumentNullException.ThrowIfNull(method);
        // A method without parameters is built by TestAttribute itself, others with data by whoever brings the data.
        return IsLead(method) && InjectedParameters.AreAllOf(method)
            ? [InjectedParameters.BuildCase(new NUnitTestCaseBuilder(), method, suite)]
            : [];
    }

    void IApplyToTest.ApplyToTest(Test test)
    {
        ArgumentNullException.ThrowIfNull(test);
        IsolationRun run = IsolationRun.Current;
        if (test.Method is null)
        {
            FixtureDeclaration.ApplyTo(test, run.Settings.Mode, run.EffectiveSettings.Problem);
            return;
        }

        ApplyToTest(test);
        if (IsLead(test.Method))
        {
            TestDeclaration.Of(test.Method.MethodInfo).ApplyTo(test, run.Settings.Mode, run.EffectiveSettings.Problem);
        }
    }

    TestCommand ICommandWrapper.Wrap(TestCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return IsLead(command.Test.Method) ? new IsolatedTestCommand(command) : command;
    }

    /// <summary>What is wrong with the attribute's own values; empty when nothing is.</summary>
    internal virtual IEnumerable<string> Problems()
    {
        if (AttributeRange.Problem(nameof(PoolSize), PoolSize, unset: 0) is { } size)
        {
            yield return size;
        }

        if (AttributeRange.Problem(nameof(MaxOverflow), MaxOverflow, unset: -1) is { } overflow)
        {
            yield return overflow;
        }

        if (AttributeRange.Problem(nameof(TimeoutMs), TimeoutMs, unset: 0) is { } timeout)
        {
            yield return timeout;
        }

        if (!Enum.IsDefined(Layer))
        {
            yield return $"Layer is {Layer}; it is Mock, Bridge or Full.";
        }
    }

    // Of several attributes on one method one acts for all. NUnit makes new instances at will, so the type decides.
    private bool IsLead(IMethodInfo? method) =>
        method is not null && TestDeclaration.Of(method.MethodInfo).Lead == GetType();
}
