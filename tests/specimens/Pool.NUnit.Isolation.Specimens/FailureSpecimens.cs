using System.Diagnostics;
using Pool.NUnit.Isolation.Load;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Specimens;

/// <summary>Tests that must fail, each in its own way.</summary>
internal sealed class FailureSpecimens
{
    [IsolatedTest]
    public void Fails_by_itself(TestEnvironment env)
    {
        env.Resources.Push("late", static _ => throw new InvalidOperationException("disposer broke"));
        Assert.Fail("own message");
    }

    [IsolatedTest]
    public void Throwing_disposer(TestEnvironment env)
    {
        env.Resources.Push("below", static _ =>
        {
            Console.Error.WriteLine("the resource below was released");
            return ValueTask.CompletedTask;
        });
        env.Resources.Push("bad", static _ => throw new InvalidOperationException("disposer broke"));
    }

    [IsolatedTest]
    public void Hanging_disposer(TestEnvironment env) => env.Resources.Push(
        "stuck", static _ => new ValueTask(new TaskCompletionSource().Task), TimeSpan.FromMilliseconds(50));

    [IsolatedTest]
    public void Throwing_callback(TestEnvironment env)
    {
        env.Resources.Push("below", static _ =>
        {
            Console.Error.WriteLine("the resource below was released");
            return ValueTask.CompletedTask;
        });
        env.CancellationToken.Register(static () => throw new InvalidOperationException("callback broke"));
    }

    [IsolatedTest]
    [Platform("Linux")]
    public void Leaks_a_process(TestEnvironment env)
    {
        ProcessStartInfo start = new("sleep") { ArgumentList = { "300" } };
        foreach ((string name, string? value) in env.ProcessVariables)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        TestContext.Progress.WriteLine(FormattableString.Invariant($"leaked pid={process.Id}"));
    }

    [IsolatedTest]
    public void Asks_for_an_unknown_service(TestEnvironment env, Uri service) => Assert.Fail($"{env.TestId} {service}");

    [IsolatedTest]
    public void Asks_for_a_number(int number) => Assert.Fail($"{number}");

    [IsolatedTest(Layer = TestLayer.Mock)]
    [Chaos(Fault.WorkerCrash, Layer = TestLayer.Bridge, Count = 0)]
    public void Attributes_that_disagree() => Assert.Fail("must not run");

    [Performance(Thresholds = "p98 < 3ms")]
    public void Unknown_metric() => Assert.Fail("must not run");

    [Performance(Clients = 2, DurationMs = 50, Warmup = 0, Thresholds = "p50 < 1ns; errors < 50%")]
    public async Task Threshold_not_kept(SessionPool pool) => await pool.ExecuteAnonymousAsync("ping");

    [Performance(Clients = 2, DurationMs = 50)]
    public void Probe_fails() => throw new InvalidOperationException("the body is broken");

    [Performance(Clients = 2, DurationMs = 50)]
    public void Empty_plan(LoadPlan plan) => plan.ShouldNotBeNull();

    [Chaos(Fault.WorkerCrash, Count = 3, EveryMs = 60_000)]
    public void Body_ends_before_the_plan(SessionPool pool) => pool.ShouldNotBeNull();

    [Performance(Clients = 1, DurationMs = 60_000, Warmup = 0)]
    [Chaos(Fault.WorkerCrash, Count = 2, EveryMs = 60_000)]
    [CancelAfter(1500)]
    public async Task Cancelled_load_under_chaos(CancellationToken token) =>
        await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, token);

    [Chaos(Fault.WorkerCrash, MinSuccessRate = 0.5)]
    public void No_call_while_the_plan_runs(SessionPool pool) => pool.ShouldNotBeNull();

    [Chaos(Fault.WorkerCrash)]
    public void Body_fails_under_chaos(SessionPool pool) => Assert.Fail($"own message of {pool.Name}");
}
