namespace Pool.Reporting.Reports;

/// <summary>Where a run's records and reports lie.</summary>
public static class ReportLocation
{
    /// <summary>The environment variable that names the report directory.</summary>
    public const string DirectoryVariable = "POOL_REPORT_DIR";

    /// <summary>The environment variable that makes several test hosts one run.</summary>
    public const string RunIdVariable = "POOL_RUN_ID";

    /// <summary>The report directory's name within the work directory.</summary>
    public const string DefaultName = "pool-report";

    /// <summary>
    /// POOL_REPORT_DIR when it is set, else the directory that the run's settings name, else <c>pool-report</c> in the work directory.
    /// </summary>
    /// <param name="workDirectory">NUnit's work directory.</param>
    /// <param name="environment">Reads an environment variable; null for the process's own.</param>
    /// <param name="chosen">The full path that settings name; null when they name none.</param>
    /// <returns>The full path; it need not exist.</returns>
    /// <exception cref="InvalidOperationException">POOL_REPORT_DIR is no absolute path.</exception>
    public static string Resolve(string workDirectory, Func<string, string?>? environment = null, string? chosen = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(workDirectory);
        var configured = (environment ?? Environment.GetEnvironmentVariable)(DirectoryVariable);
        if (string.IsNullOrWhiteSpace(configured))
        {
            return Path.GetFullPath(chosen ?? Path.Combine(workDirectory, DefaultName));
        }

        return Path.IsPathFullyQualified(configured)
            ? Path.GetFullPath(configured)
            : throw new InvalidOperationException(
                $"{DirectoryVariable} is '{configured}', which is no absolute path. Test hosts start in different "
                + "directories, so write the whole path.");
    }
}
