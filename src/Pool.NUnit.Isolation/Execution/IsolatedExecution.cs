using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using Pool.NUnit.Isolation.Faults;
using Pool.NUnit.Isolation.Hosting;
using Pool.NUnit.Isolation.Load;
using Pool.NUnit.Isolation.Monitoring;
using Pool.NUnit.Isolation.Processes;
using Pool.NUnit.Isolation.Resources;
using Pool.NUnit.Isolation.Settings;
using Pool.NUnit.Isolation.Timeouts;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>One run of one isolated test, from before <c>[SetUp]</c> to after <c>[TearDown]</c>.</summary>
internal sealed class IsolatedExecution(TestExecutionContext context) : IDisposable
{
    private static readonly AsyncLocal<IsolatedExecution?> Local = new();

    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly CancellationTokenSource _ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
    private readonly LoadPlan _plan = new();
    private IsolationRun? _run;
    private TestDeclaration? _declaration;
    private TestFindings _findings = new();
    private ChaosRun? _chaos;
    private volatile bool _abandoned;

    /// <summary>The test that the calling code belongs to.</summary>
    public static IsolatedExecution? Current => Local.Value;

    public TestEnvironment? Environment { get; private set; }

    public IMethodInfo Method => context.CurrentTest.Method!;

    /// <summary>Hard limit of set-up, body and tear-down together; null for none.</summary>
    public TimeSpan? TimeLimit => _declaration?.LimitOr(_run?.Settings.Timeout);

    /// <summary>Makes this the current one and returns the one before. Flows from the caller on, not out of asynchronous code.</summary>
    public static IsolatedExecution? Enter(IsolatedExecution? execution)
    {
        IsolatedExecution? outer = Local.Value;
        Local.Value = execution;
        return outer;
    }

    public void SetUp()
    {
        _findings = _findings with { StartedAt = _clock.GetTimestamp() };
        _run = IsolationRun.Current;
        _declaration = TestDeclaration.Of(Method.MethodInfo);
        RequireNoProblem(_run.EffectiveSettings.Problem ?? _declaration.Problem);
        TestLayer layer = _run.Settings.Mode.LayerFor(_declaration.Layer);
        string id = _run.NextTestId();
        Test test = context.CurrentTest;
        TestIdentity identity = new(
            id,
            test.FullName,
            Method.Name,
            layer,
            _run.Seed,
            RunSeed.ForTest(_run.Seed, test.FullName, context.CurrentRepeatCount),
            new ProcessTag(_run.Id, id));
        Environment = new TestEnvironment(identity, _run.Settings.Teardown, _ended.Token);
        PoolOptions options = _declaration.PoolOptions(_run.Settings.Layers.For(layer), $"{id}-pool");
        _run.Listing.FileOf(Method.TypeInfo.Assembly, static () => TestContext.CurrentContext.WorkDirectory);
        Environment.Settings = new SettingsOfTest(_run.EffectiveSettings, layer, test.FullName, options, _declaration.NamedSettings);
        SurroundingAttributes around = _run.Surroundings.Of(Method);
        EnvironmentResources resources = new(around, Environment, test, _run.Resources);
        TestContainerFactory.Create(
            Environment, options, _run, context.OutWriter, around.Configurators(context.TestObject), resources);
        resources.StartNeeded(Method);
        if (_declaration.Chaos is not null
            || InjectedParameters.Include(Method, typeof(SessionPool), typeof(FaultInjector), typeof(FaultScenarios), typeof(PoolMonitor)))
        {
            SynchronousHook.Run(Environment.Container.Pools.Primary());
        }

        if (_declaration.Chaos is { } chaos)
        {
            _chaos = new ChaosRun(ChaosPlan.Of(chaos), Environment.Pool, Environment.Services.GetRequiredService<FaultInjector>(), _clock);
        }

        _findings = _findings with { Setup = _clock.GetElapsedTime(_findings.StartedAt) };
    }

    public bool CanProvide(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        return type == typeof(LoadPlan) || type == typeof(CancellationToken)
            || KeyedParameter.KeyOf(parameter) is not null || (Environment?.Container.Has(type) ?? false);
    }

    /// <exception cref="InvalidOperationException">There is no such service.</exception>
    public object Provide(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        if (type == typeof(LoadPlan))
        {
            return _declaration?.Performance is not null
                ? _plan
                : throw new InvalidOperationException($"Parameter \"{parameter.Name}\" is a LoadPlan, which only a [Performance] test can fill.");
        }

        if (type == typeof(CancellationToken))
        {
            return Environment!.CancellationToken;
        }

        if (KeyedParameter.KeyOf(parameter) is { } key)
        {
            return KeyedParameter.Provide(parameter, Environment!.Services, key);
        }

        return Environment!.Services.GetService(type) ?? throw new InvalidOperationException(
            $"Parameter \"{parameter.Name}\" is a {type.FullName}, which is not registered. "
            + $"Let the fixture implement {nameof(IConfigureTestServices)} and register it, or give the parameter values by [TestCase] or [Values].");
    }

    /// <summary>
    /// Notes that the test is past its limit and goes on without being waited for: from now on it reports nothing. Returns what it
    /// looked like.
    /// </summary>
    /// <param name="threadId">Managed id of its thread.</param>
    public string Abandon(int threadId)
    {
        _abandoned = true;
        HangReport report = HangReport.Of(Environment!, threadId, _run!.DumpGate);
        context.OutWriter.WriteLine(report.Full);
        return report.Summary;
    }

    public void CancelTest() => SynchronousHook.Run(async () =>
    {
        try
        {
            await _ended.CancelAsync();
        }
        catch (AggregateException)
        {
            // What a test hung on its token may throw; it is released and reported in the tear-down.
        }
    });

    public void BeforeBody()
    {
        Environment?.Faults?.CountTimesFromNow();
        // With a load, the faults strike the load and not the single call before it.
        if (_chaos is not null && _declaration!.Performance is null)
        {
            SynchronousHook.Run(() => _chaos.RequireSteadyStateAsync(_ended.Token));
            _chaos.Start(_ended.Token);
        }
    }

    public void AfterBody()
    {
        if (_abandoned)
        {
            return;
        }

        // Taken now: once the test is abandoned, the context has another one.
        TestResult result = context.CurrentResult;
        try
        {
            SynchronousHook.Run(() => AfterBodyAsync(result));
        }
        catch (Exception error)
        {
            ResultRecorder.Fail(result, $"{error.GetType().Name}: {error.Message}");
        }
    }

    public void TearDown()
    {
        long started = _clock.GetTimestamp();
        if (Environment is not null)
        {
            // An item of the stack, since what tests hang on the token may throw or block as any disposer may.
            Environment.Resources.Push(
                "callbacks of TestEnvironment.CancellationToken", async _ => await _ended.CancelAsync(), phase: TearDownPhase.Cancel);
            _findings = _findings with { Faults = [.. Environment.Faults?.Injected.Select(static f => f.Evidence) ?? []] };
            TearDownReport report = SynchronousHook.Run(() => EnvironmentTearDown.RunAsync(Environment, _run!, _clock));
            report.RecordOn(context.CurrentResult);
        }

        _findings = _findings with { Teardown = _clock.GetElapsedTime(started), Total = _clock.GetElapsedTime(_findings.StartedAt) };
        if (Environment is not null)
        {
            TestPublication.Publish(context, Environment, _findings, _run!);
        }
    }

    public void Dispose()
    {
        _chaos?.Dispose();
        _ended.Dispose();
    }

    // On a method or fixture such a test was never runnable; an attribute of the assembly has no say before.
    private static void RequireNoProblem(string? problem)
    {
        if (problem is not null)
        {
            throw new InvalidOperationException(problem);
        }
    }

    private async Task AfterBodyAsync(TestResult result)
    {
        bool passed = ResultRecorder.HasPassed(result);
        try
        {
            if (_declaration!.Performance is { } performance && passed)
            {
                PerformanceRun load = new(performance, _run!, Environment!, context, _plan);
                PerformanceOutcome outcome = await load.RunAsync(_chaos, _ended.Token);
                _findings = _findings with { Load = outcome.Record, Verdict = outcome.Verdict };
                Report(result, outcome.Failures);
            }
        }
        catch
        {
            passed = false;
            throw;
        }
        finally
        {
            // Also when the load was cancelled: the plan must not go on while the test is torn down.
            await FinishChaosAsync(result, passed);
        }
    }

    private async Task FinishChaosAsync(TestResult result, bool passed)
    {
        if (_chaos is { HasStarted: true })
        {
            ChaosOutcome outcome = await _chaos.FinishAsync(_ended.Token);
            _findings = _findings with { Chaos = outcome.Summary };
            // After a failed body its own message says more than faults that could no longer strike.
            if (passed)
            {
                Report(result, outcome.Failures);
            }
        }
    }

    private static void Report(TestResult result, IReadOnlyList<string> failures)
    {
        foreach (string failure in failures)
        {
            ResultRecorder.Fail(result, failure);
        }
    }
}
