using System.Collections;
using NUnit.Framework;

namespace Pool.NUnit.Isolation.Settings.Sources;

/// <summary>Whence a run's settings come.</summary>
/// <param name="Directory">Where <c>poolsettings.json</c> lies: the folder of the test assembly.</param>
/// <param name="RunParameters">NUnit's, all of them.</param>
/// <param name="Variables">The environment, all of it.</param>
internal sealed record SettingsSources(
    string Directory, IReadOnlyDictionary<string, string> RunParameters, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>Those of this process.</summary>
    public static SettingsSources OfProcess()
    {
        // The plugin always lies beside the test assembly; the host's base directory is another one in some hosts.
        string own = typeof(SettingsSources).Assembly.Location;
        return new SettingsSources(
            own.Length > 0 ? Path.GetDirectoryName(own)! : AppContext.BaseDirectory,
            TestContext.Parameters.Names.ToDictionary(static name => name, static name => TestContext.Parameters[name] ?? "", StringComparer.Ordinal),
            Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .ToDictionary(static entry => (string)entry.Key, static entry => (string?)entry.Value ?? "", StringComparer.Ordinal));
    }
}
