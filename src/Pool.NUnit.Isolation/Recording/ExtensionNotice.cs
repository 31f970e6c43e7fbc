namespace Pool.NUnit.Isolation.Recording;

/// <summary>Whether plugin, reporting and engine extension are one set.</summary>
internal static class ExtensionNotice
{
    /// <summary>What is wrong with the set; null when nothing is.</summary>
    /// <param name="plugin">Version of the plugin.</param>
    /// <param name="reporting">Version of Pool.Reporting.</param>
    /// <param name="extension">Version of the extension that loaded into this process; null when none did.</param>
    public static string? Check(string plugin, string reporting, string? extension)
    {
        if (!string.Equals(plugin, reporting, StringComparison.Ordinal))
        {
            return $"Pool.NUnit.Isolation is version {plugin} and Pool.Reporting is version {reporting}. Reference one version of both.";
        }

        if (extension is null)
        {
            return "The engine extension of Pool.NUnit.Isolation did not load, so no report is rendered at the end of this run. "
                + "Check that NUnit.Extension.Pool/tools lies beside the test assembly, or render the records with pool-report.";
        }

        return string.Equals(plugin, extension, StringComparison.Ordinal)
            ? null
            : $"Pool.NUnit.Isolation is version {plugin} and its engine extension is version {extension}. Rebuild the test project so that both come from one package.";
    }
}
