using Pool.NUnit.Isolation.Timeouts;

namespace Pool.NUnit.Isolation.Tests.Timeouts;

/// <summary>Reads this very process.</summary>
internal sealed class StackDumpTests
{
    [Test]
    [Platform("Linux")]
    public async Task Threads_stack_is_read_while_it_waits()
    {
        using ManualResetEventSlim gate = new();
        using Barrier started = new(2);
        Thread thread = new(() => WaitAt(started, gate));
        thread.Start();
        started.SignalAndWait();

        StackReport report = await new StackDump(thread.ManagedThreadId, "no test").TakeAsync();

        gate.Set();
        thread.Join();
        report.Problem.ShouldBeNull();
        report.Thread.ShouldContain(static frame => frame.Contains(nameof(WaitAt), StringComparison.Ordinal));
        report.Flows.ShouldBeEmpty();
        report.Others.ShouldNotBeEmpty();
    }

    [Test]
    [Platform("Linux")]
    public async Task Thread_that_is_not_there_has_no_frames()
    {
        StackReport report = await new StackDump(int.MaxValue, "no test").TakeAsync();

        report.Problem.ShouldBeNull();
        report.Thread.ShouldBeEmpty();
    }

    private static void WaitAt(Barrier started, ManualResetEventSlim gate)
    {
        started.SignalAndWait();
        gate.Wait();
    }
}
