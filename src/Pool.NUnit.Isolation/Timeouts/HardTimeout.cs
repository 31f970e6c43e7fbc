using System.Globalization;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;
using Pool.NUnit.Isolation.Execution;

namespace Pool.NUnit.Isolation.Timeouts;

/// <summary>Ends a test at its time limit, whatever it does: the token first, then its thread where that waits, then without it.</summary>
internal sealed class HardTimeout(TimeSpan limit, IsolatedExecution execution)
{
    // For code that heeds its token, or ends once it is interrupted: finally blocks and [TearDown].
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    public void Execute(TestCommand command, TestExecutionContext context)
    {
        TimedRun run = TimedRun.Start(command, context);
        if (run.WaitForEnd(limit))
        {
            context.CurrentResult = run.TakeResult();
            return;
        }

        // First what it looks like now: cancelling changes that.
        string state = execution.Abandon(run.ThreadId);
        string ending = End(run);
        context.CurrentResult = FreshResult(run.Result, context.CurrentTest);
        context.CurrentResult.SetResult(ResultState.Failure, string.Create(
            CultureInfo.InvariantCulture,
            $"The test had not ended after {limit.TotalMilliseconds:0} ms, its TimeoutMs ([SetUp], body and [TearDown] together). {ending}{Environment.NewLine}{state}"));
    }

    private string End(TimedRun run)
    {
        execution.CancelTest();
        if (run.WaitForEnd(Grace))
        {
            return "It ended once its CancellationToken was cancelled.";
        }

        run.Interrupt();
        return run.WaitForEnd(Grace)
            ? "It did not heed its CancellationToken; its thread was interrupted where it waited, and ended."
            : "It heeds neither its CancellationToken nor an interrupt: its thread was left behind and runs on until the process ends. "
              + "Let the test heed the token, or give it a process of its own.";
    }

    // The run may still write to the one it has.
    private static TestResult FreshResult(TestResult abandoned, Test test)
    {
        TestResult fresh = test.MakeTestResult();
        fresh.OutWriter.Write(abandoned.Output);
        return fresh;
    }
}
