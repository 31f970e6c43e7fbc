using System.Globalization;
using System.Text;
using Pool.NUnit.Isolation.Hosting;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Timeouts;

/// <summary>What a test looked like that did not end in time.</summary>
/// <param name="Summary">A few lines for the message: where it hung.</param>
/// <param name="Full">State of the pools, all stacks.</param>
internal sealed record HangReport(string Summary, string Full)
{
    public static HangReport Of(TestEnvironment environment, int threadId, SemaphoreSlim gate)
    {
        // Before the stacks, which let the process stand still.
        string pools = PoolsOf(environment);
        StackReport stacks = Stacks(environment, threadId, gate);
        return new HangReport(stacks.Summary(), $"{pools}{Environment.NewLine}{stacks}");
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

    private static string PoolsOf(TestEnvironment environment)
    {
        StringBuilder text = new();
        foreach (PoolStats pool in environment.Pools?.Stats() ?? [])
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"Pool \"{pool.Name}\" is {pool.State}: {pool.Ready} ready, {pool.Busy} busy, {pool.Initializing} starting, {pool.QueueDepth} waiting for a worker, {pool.Sessions} sessions.");
            foreach (WorkerStats worker in pool.Workers)
            {
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"   {worker.WorkerId}, {worker.Description}, process {worker.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? "none"}, is {worker.State} after {worker.Commands} commands; sessions: {string.Join(", ", worker.Sessions)}");
            }
        }

        return text.ToString();
    }
}
