using NUnit.Framework.Internal;
using Pool.NUnit.Isolation.Faults;
using Pool.NUnit.Isolation.Hosting;
using Pool.NUnit.Isolation.Load;
using Pool.NUnit.Isolation.Randomness;
using Pool.Reporting.Machines;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>The load of a [Performance] test: alone in the process, between two calibrations of the machine.</summary>
internal sealed class PerformanceRun(
    PerformanceAttribute attribute, IsolationRun run, TestEnvironment environment, TestExecutionContext context, LoadPlan plan)
{
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(15);

    public async Task<PerformanceOutcome> RunAsync(ChaosRun? chaos, CancellationToken cancellationToken)
    {
        bool takesPlan = InjectedParameters.Include(context.CurrentTest.Method!, typeof(LoadPlan));
        if (takesPlan && plan.Operations.Count == 0)
        {
            return new PerformanceOutcome(null, null, ["The body took a LoadPlan and added no operation to it. Call LoadPlan.Operation at least once."]);
        }

        LoadSettings settings = new(
            attribute.Clients,
            plan.Duration ?? TimeSpan.FromMilliseconds(attribute.DurationMs),
            attribute.Warmup,
            UsesThreads: !takesPlan && BodyInvoker.IsSynchronous(context.CurrentTest.Method!.MethodInfo),
            DrainTimeout);
        IReadOnlyList<LoadOperation> operations = takesPlan ? plan.Operations : [Body()];
        LoadEngine engine = new(settings, run.Clock, new SeededRandom(environment.Identity.StreamSeed).Fork("load"), () => new ClientAssertionScope(context));
        await run.LoadGate.WaitAsync(cancellationToken);
        try
        {
            if (chaos is not null)
            {
                await chaos.RequireSteadyStateAsync(cancellationToken);
            }

            Calibrator calibrator = new(run.Clock);
            CalibrationSample before = calibrator.Measure();
            LoadOutcome outcome = await engine.RunAsync(operations, () => chaos?.Start(cancellationToken), cancellationToken);
            Calibration calibration = Calibration.Between(before, calibrator.Measure());
            return LoadJudge.Judge(outcome, attribute, environment.TestName, calibration, run.Records.Machine, AssemblyDirectory());
        }
        finally
        {
            run.LoadGate.Release();
        }
    }

    private LoadOperation Body()
    {
        TestMethod test = (TestMethod)context.CurrentTest;
        Func<CancellationToken, ValueTask> body = BodyInvoker.Compile(test.Method.MethodInfo, context.TestObject, test.Arguments);
        return new LoadOperation(test.Method.Name, 1, load => body(load.CancellationToken));
    }

    private string AssemblyDirectory() =>
        Path.GetDirectoryName(context.CurrentTest.Method!.TypeInfo.Assembly.Location) is { Length: > 0 } directory ? directory : AppContext.BaseDirectory;
}
