using System.Collections.Concurrent;
using System.Reflection;
using Pool.Reporting.Records;
using Pool.Reporting.Reports;

namespace Pool.NUnit.Isolation.Settings;

/// <summary>
/// Writes the effective settings once for each assembly into <c>settings/&lt;assembly&gt;-&lt;pid&gt;.json</c> of the report directory. A
/// listing that can't be written never fails a test; it is said once on standard error. Thread-safe.
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="chosenDirectory">The report directory that they name; null when they name none.</param>
/// <param name="clock">Says when it was.</param>
internal sealed class SettingsListing(EffectiveSettings settings, string? chosenDirectory, TimeProvider clock)
{
    public const string Folder = "settings";
    public const string Extension = ".json";

    private readonly ConcurrentDictionary<Assembly, Lazy<string?>> _written = new();

    /// <summary>The file of an assembly, written at the first call; null when it can't be.</summary>
    /// <param name="assembly">The test assembly.</param>
    /// <param name="workDirectory">Says what NUnit's work directory is; not asked again.</param>
    public string? FileOf(Assembly assembly, Func<string> workDirectory) => _written.GetOrAdd(
        assembly,
        static (key, state) => new Lazy<string?>(() => state.Listing.Write(key.GetName().Name ?? "unknown", state.Directory())),
        (Listing: this, Directory: workDirectory)).Value;

    private string? Write(string assembly, string workDirectory)
    {
        try
        {
            DateTimeOffset now = clock.GetUtcNow();
            return HostFile.Write(
                ReportLocation.Resolve(workDirectory, NoVariable, chosenDirectory),
                Folder,
                Extension,
                assembly,
                Environment.ProcessId,
                now,
                SettingsJson.Of(settings, assembly, now));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            Console.Error.WriteLine($"Pool.NUnit.Isolation can't write the list of its settings: {error.Message}");
            return null;
        }
    }

    // The settings have read the variable already.
    private static string? NoVariable(string name) => null;
}
