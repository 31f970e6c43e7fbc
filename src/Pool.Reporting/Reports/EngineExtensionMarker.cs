namespace Pool.Reporting.Reports;

/// <summary>How the engine extension tells the plugin, in the same process, that it loaded.</summary>
public static class EngineExtensionMarker
{
    /// <summary>The name under which the extension's version lies in the application domain's data.</summary>
    public const string DataName = "Pool.NUnit.EngineExtension";

    /// <summary>Says that the extension of this version loaded. Called by the extension when it is created.</summary>
    /// <param name="version">The extension's version.</param>
    public static void Set(string version) => AppDomain.CurrentDomain.SetData(DataName, version);

    /// <summary>The version of the extension that loaded into this process; null when none did.</summary>
    /// <returns>The version without build metadata.</returns>
    public static string? Read() => AppDomain.CurrentDomain.GetData(DataName) as string;
}
