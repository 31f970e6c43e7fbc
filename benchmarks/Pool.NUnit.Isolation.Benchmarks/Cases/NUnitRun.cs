using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Pool.NUnit.Isolation.Benchmarks.Cases;

/// <summary>NUnit's own runner on this assembly, in this process: what a host adds is not measured.</summary>
internal sealed class NUnitRun
{
    private readonly NUnitTestAssemblyRunner _runner = new(new DefaultTestAssemblyBuilder());
    private readonly TestFilter _filter;

    /// <param name="fixture">The fixture whose tests run.</param>
    /// <param name="workers">Tests at a time.</param>
    public NUnitRun(Type fixture, int workers)
    {
        _runner.Load(fixture.Assembly, new Dictionary<string, object> { ["NumberOfTestWorkers"] = workers });
        _filter = TestFilter.FromXml($"<filter><class>{fixture.FullName}</class></filter>");
        Count = _runner.CountTestCases(_filter);
    }

    public int Count { get; }

    /// <summary>Runs them and returns how long that took.</summary>
    /// <exception cref="InvalidOperationException">Not all passed.</exception>
    public TimeSpan Run()
    {
        long from = TimeProvider.System.GetTimestamp();
        ITestResult result = _runner.Run(TestListener.NULL, _filter);
        TimeSpan took = TimeProvider.System.GetElapsedTime(from);
        return result.PassCount == Count
            ? took
            : throw new InvalidOperationException($"{result.PassCount} of {Count} tests passed; the first of the others: {FirstFailure(result)}");
    }

    private static string? FirstFailure(ITestResult result) => result.HasChildren
        ? result.Children.Select(FirstFailure).FirstOrDefault(static message => message is not null)
        : result.ResultState.Status == TestStatus.Passed ? null : $"{result.FullName}: {result.Message}";
}
