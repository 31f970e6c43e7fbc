namespace Pool.Reporting.Tool;

/// <summary>What the process returns, so that a build can gate on it.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    internal const int Ok = 0;

    /// <summary>The command line, a file or a directory can't be used.</summary>
    internal const int BadInput = 1;

    /// <summary>
    /// A benchmark regressed (summary, render), or was refused as regressed or measured in an invalid environment
    /// (accept).
    /// </summary>
    internal const int Regressed = 2;

    /// <summary>A threshold was not kept.</summary>
    internal const int ThresholdsFailed = 3;

    /// <summary>A test failed for another reason, or a test host ended without finishing (summary, render).</summary>
    internal const int TestsFailed = 4;
}
