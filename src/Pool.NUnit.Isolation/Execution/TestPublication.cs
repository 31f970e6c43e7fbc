using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using Pool.NUnit.Isolation.Hosting;
using Pool.NUnit.Isolation.Observability;
using Pool.Reporting.Records;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>Tells the world how a test went: its record, and how to replay it if it failed.</summary>
internal static class TestPublication
{
    public const string RecordProperty = "Pool.Record";

    public static void Publish(TestExecutionContext context, TestEnvironment environment, TestFindings findings, IsolationRun run)
    {
        TestResult result = context.CurrentResult;
        if (result.ResultState.Status == TestStatus.Failed)
        {
            if (FailureReport.Write(context, environment, run) is { } details)
            {
                ResultRecorder.Append(result, details);
            }

            ResultRecorder.Append(result, $"Replay: {ReplayLine.Of(environment.Identity, run.Settings.Mode.OfCommand)}");
        }

        TestRecord record = Record(context.CurrentTest, result, environment, findings);
        context.CurrentTest.Properties.Set(RecordProperty, RecordJson.Serialize(record));
        run.Records.Append(record, TestContext.CurrentContext.WorkDirectory);
    }

    private static TestRecord Record(Test test, TestResult result, TestEnvironment environment, TestFindings findings) => new()
    {
        TestName = test.FullName,
        ShortName = test.Name,
        Assembly = test.Method!.TypeInfo.Assembly.GetName().Name ?? "unknown",
        Categories = [.. TestCategories.Of(test).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        Layer = environment.Layer.ToString(),
        Outcome = OutcomeOf(result.ResultState.Status),
        Message = string.IsNullOrEmpty(result.Message) ? null : result.Message,
        DurationMs = findings.Total.TotalMilliseconds,
        SetupUs = findings.Setup.TotalMicroseconds,
        TeardownUs = findings.Teardown.TotalMicroseconds,
        Seed = environment.Seed,
        WorkerKind = environment.Pools?.WorkerKind,
        Faults = findings.Faults,
        Chaos = findings.Chaos,
        Load = findings.Load,
        Verdict = findings.Verdict,
    };

    private static TestOutcome OutcomeOf(TestStatus status) => status switch
    {
        TestStatus.Passed => TestOutcome.Passed,
        TestStatus.Failed => TestOutcome.Failed,
        TestStatus.Skipped => TestOutcome.Skipped,
        TestStatus.Warning => TestOutcome.Warning,
        _ => TestOutcome.Inconclusive,
    };
}
