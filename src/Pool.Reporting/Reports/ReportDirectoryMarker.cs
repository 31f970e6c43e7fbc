namespace Pool.Reporting.Reports;

/// <summary>How the plugin tells the engine extension, in the same process, which report directory the run's settings name.</summary>
public static class ReportDirectoryMarker
{
    /// <summary>The name under which the directory lies in the application domain's data.</summary>
    public const string DataName = "Pool.ReportDirectory";

    /// <summary>Says which directory the settings name. Called by the plugin when it has read them.</summary>
    /// <param name="directory">The full path; null when they name none.</param>
    public static void Set(string? directory) => AppDomain.CurrentDomain.SetData(DataName, directory);

    /// <summary>The directory that the settings of the run in this process name; null when they name none.</summary>
    /// <returns>The full path.</returns>
    public static string? Read() => AppDomain.CurrentDomain.GetData(DataName) as string;
}
