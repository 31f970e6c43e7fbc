using Pool.NUnit.Isolation.Settings;
using Pool.NUnit.Isolation.Settings.Sources;

namespace Pool.NUnit.Isolation.Tests.Settings;

/// <summary>Reads settings from what a test gives, and from nothing of this process.</summary>
internal static class Read
{
    private static readonly string Nowhere = Path.Combine(Path.GetTempPath(), "pool-tests-no-such-folder");

    public static EffectiveSettings Nothing() => All(null);

    public static EffectiveSettings File(string content) => All(content);

    public static EffectiveSettings RunParameters(params (string Name, string Value)[] parameters) => All(null, parameters);

    public static EffectiveSettings Variables(params (string Name, string Value)[] variables) => All(null, [], variables);

    /// <param name="file">Content of poolsettings.json; null when there is none.</param>
    /// <param name="parameters">Run parameters.</param>
    /// <param name="variables">Environment variables.</param>
    public static EffectiveSettings All(
        string? file, (string Name, string Value)[]? parameters = null, (string Name, string Value)[]? variables = null)
    {
        if (file is null)
        {
            return From(Nowhere, parameters, variables);
        }

        using TemporaryFolder folder = new();
        folder.Write(SettingsFile.Name, file);
        return From(folder.Path, parameters, variables);
    }

    public static EffectiveSettings From(
        string directory, (string Name, string Value)[]? parameters = null, (string Name, string Value)[]? variables = null) =>
        SettingsReader.Read(new SettingsSources(directory, Dictionary(parameters), Dictionary(variables)));

    private static Dictionary<string, string> Dictionary((string Name, string Value)[]? pairs) =>
        (pairs ?? []).ToDictionary(static pair => pair.Name, static pair => pair.Value, StringComparer.Ordinal);
}
