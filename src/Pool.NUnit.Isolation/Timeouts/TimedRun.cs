using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace Pool.NUnit.Isolation.Timeouts;

/// <summary>
/// A test's command on a thread of its own, so that one which never ends can be left behind. It writes to a copy of NUnit's
/// context: the original one stays with those who go on.
/// </summary>
internal sealed class TimedRun
{
    private readonly TestExecutionContext _context;
    private readonly Thread _thread;
    private Exception? _error;

    private TimedRun(TestCommand command, TestExecutionContext original)
    {
        _context = new TestExecutionContext(original);
        SynchronizationContext? synchronization = SynchronizationContext.Current;
        _thread = new Thread(() => Execute(command, synchronization))
        {
            // One that hangs for ever must not keep the process.
            IsBackground = true,
            Name = $"pool-test {original.CurrentTest.Id}",
        };
        if (OperatingSystem.IsWindows())
        {
            _thread.SetApartmentState(Thread.CurrentThread.GetApartmentState());
        }
    }

    public int ThreadId => _thread.ManagedThreadId;

    /// <summary>What NUnit has of the run; for as long as the run has not ended, that is still written to.</summary>
    public TestResult Result => _context.CurrentResult;

    public static TimedRun Start(TestCommand command, TestExecutionContext context)
    {
        TimedRun run = new(command, context);
        run._thread.Start();
        return run;
    }

    /// <summary>Waits; false when the run has not ended by then.</summary>
    public bool WaitForEnd(TimeSpan limit) => _thread.Join(limit);

    /// <summary>Throws in the thread where it waits, or will wait next. One that computes is not reached.</summary>
    public void Interrupt() => _thread.Interrupt();

    /// <summary>The result of a run that has ended.</summary>
    public TestResult TakeResult()
    {
        if (_error is not null)
        {
            Result.RecordException(_error);
        }

        return Result;
    }

    private void Execute(TestCommand command, SynchronizationContext? synchronization)
    {
        try
        {
            SynchronizationContext.SetSynchronizationContext(synchronization);
            _context.EstablishExecutionEnvironment();
            command.Execute(_context);
        }
        catch (Exception error)
        {
            _error = error;
        }
    }
}
