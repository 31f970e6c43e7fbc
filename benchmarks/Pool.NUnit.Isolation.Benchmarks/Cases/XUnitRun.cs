using System.Reflection;
using Pool.NUnit.Isolation.Benchmarks.Tests;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Pool.NUnit.Isolation.Benchmarks.Cases;

/// <summary>xunit's own executor on this assembly, in this process: what a host adds is not measured.</summary>
internal sealed class XUnitRun : IDisposable
{
    private readonly XunitTestFramework _framework = new(new XUnitMessages());
    private readonly XUnitMessages _found = new();

    public XUnitRun()
    {
        using ITestFrameworkDiscoverer discoverer = _framework.GetDiscoverer(Reflector.Wrap(typeof(XUnitTests).Assembly));
        discoverer.Find(typeof(XUnitTests).FullName, includeSourceInformation: false, _found, new XUnitOptions());
        _found.Finished.WaitOne();
    }

    /// <summary>Runs the tests and returns nanoseconds for each.</summary>
    /// <exception cref="InvalidOperationException">Not all passed.</exception>
    public double Run()
    {
        using ITestFrameworkExecutor executor = _framework.GetExecutor(AssemblyName.GetAssemblyName(typeof(XUnitTests).Assembly.Location));
        using XUnitMessages messages = new();
        XUnitOptions options = new();
        options.SetValue("xunit.execution.DisableParallelization", true);
        long from = TimeProvider.System.GetTimestamp();
        executor.RunTests(_found.Cases, messages, options);
        messages.Finished.WaitOne();
        TimeSpan took = TimeProvider.System.GetElapsedTime(from);
        return messages.Passed == EmptyCases.Count
            ? took.TotalNanoseconds / EmptyCases.Count
            : throw new InvalidOperationException($"{messages.Passed} of {EmptyCases.Count} tests passed; the first failure: {messages.Failure}");
    }

    public void Dispose()
    {
        _found.Dispose();
        _framework.Dispose();
    }
}
