using System.Reflection;
using System.Runtime.CompilerServices;
using NUnit.Engine;
using Pool.Reporting.Reports;
using ExtensionAttribute = NUnit.Engine.Extensibility.ExtensionAttribute;

namespace Pool.NUnit.EngineExtension;

/// <summary>
/// Renders the reports when a test run has ended. A fault of its own never changes the run's outcome; it is said on
/// standard error.
/// </summary>
/// <remarks>
/// While it is created it leaves its version in the application domain's data under <c>Pool.NUnit.EngineExtension</c>,
/// so that the plugin in the same process can tell that it loaded. NUnit calls it from one thread at a time.
/// </remarks>
[Extension(Description = "Renders the reports of Pool.NUnit.Isolation.", EngineVersion = "3.4")]
public sealed class PoolReportListener : ITestEventListener
{
    private readonly TextWriter _output;
    private readonly TextWriter _errors;

    /// <summary>Creates the listener; called by NUnit's engine.</summary>
    public PoolReportListener()
        : this(Console.Out, Console.Error)
    {
    }

    internal PoolReportListener(TextWriter output, TextWriter errors)
    {
        _output = output;
        _errors = errors;
        Guard(MarkLoaded);
    }

    /// <summary>Receives an event of the run; all but its end are ignored.</summary>
    /// <param name="report">The event as XML.</param>
    public void OnTestEvent(string report)
    {
        // Many events come per test; only the last one is read as XML.
        if (report is not null && report.StartsWith("<test-run", StringComparison.Ordinal))
        {
            Guard(() => WriteReports(report));
        }
    }

    // Pool.Reporting is touched in methods of their own: when it is missing or of another version, only the call of
    // such a method throws, and that inside Guard.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MarkLoaded() => EngineExtensionMarker.Set(OwnVersion());

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string OwnVersion() => PackageVersion.Of(typeof(PoolReportListener).Assembly);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteReports(string report)
    {
        var end = new RunEnd(OwnVersion(), Environment.ProcessId, Environment.GetEnvironmentVariable, ReportDirectoryMarker.Read());
        foreach (var written in end.WriteReports(WorkDirectories.In(report)))
        {
            _output.WriteLine();
            _output.Write(SummaryReport.Render(written.Report, written.HtmlPath));
        }
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            var cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
            _errors.WriteLine(
                $"Pool's report could not be written: {cause.Message} ({cause.GetType().Name}). The tests and their outcome are "
                + "not affected; the records are kept, so 'pool-report render' can try again.");
        }
    }
}
