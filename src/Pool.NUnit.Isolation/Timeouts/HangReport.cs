using Pool.NUnit.Isolation.Hosting;
using Pool.NUnit.Isolation.Observability;

namespace Pool.NUnit.Isolation.Timeouts;

/// <summary>What a test looked like that did not end in time.</summary>
/// <param name="Summary">A few lines for the message: where it hung.</param>
/// <param name="Full">State of the pools, all stacks.</param>
internal sealed record HangReport(string Summary, string Full)
{
    public static HangReport Of(TestEnvironment environment, int threadId, SemaphoreSlim gate)
    {
        // Before the stacks, which let the process stand still.
        string state = TestDiagnostics.Capture(environment);
        StackReport stacks = Stacks(environment, threadId, gate);
        return new HangReport(stacks.Summary(), $"{state}{Environment.NewLine}{stacks}");
    }

    private static StackReport Stacks(TestEnvironment environment, int threadId, SemaphoreSlim gate)
    {
        gate.Wait();
        try
        {
            // Or what reads them would be among what it finds.
            using AsyncFlowControl none = ExecutionContext.SuppressFlow();
            return SynchronousHook.Run(new StackDump(threadId, environment.TestId).TakeAsync);
        }
        finally
        {
            gate.Release();
        }
    }
}
