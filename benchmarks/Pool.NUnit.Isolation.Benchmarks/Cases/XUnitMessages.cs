using System.Collections.Concurrent;
using Xunit.Abstractions;

namespace Pool.NUnit.Isolation.Benchmarks.Cases;

/// <summary>What xunit says while it looks for tests and runs them.</summary>
internal sealed class XUnitMessages : IMessageSink, IDisposable
{
    private readonly ConcurrentQueue<ITestCase> _cases = [];
    private int _passed;

    public IReadOnlyList<ITestCase> Cases => [.. _cases];

    public int Passed => Volatile.Read(ref _passed);

    public string? Failure { get; private set; }

    public ManualResetEvent Finished { get; } = new(initialState: false);

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestCaseDiscoveryMessage found:
                _cases.Enqueue(found.TestCase);
                break;
            case ITestPassed:
                Interlocked.Increment(ref _passed);
                break;
            case ITestFailed failed:
                Failure ??= string.Join(' ', failed.Messages);
                break;
            case IDiscoveryCompleteMessage or ITestAssemblyFinished:
                Finished.Set();
                break;
        }

        return true;
    }

    public void Dispose() => Finished.Dispose();
}
