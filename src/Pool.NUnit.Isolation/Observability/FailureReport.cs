using System.Globalization;
using System.Text;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using Pool.NUnit.Isolation.Hosting;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>Writes and attaches the files of a failed test. A test that passed leaves none.</summary>
internal static class FailureReport
{
    /// <summary>Takes what the tear-down would end, if the test has failed by now. Costs nothing when it has not.</summary>
    public static void Observe(TestEnvironment? environment, TestResult result)
    {
        if (environment is { FailureSnapshot: null, Observed: { } telemetry } && result.ResultState.Status == TestStatus.Failed)
        {
            environment.FailureSnapshot = FailureSnapshot.Take(telemetry, "when the test had failed, before tear-down");
        }
    }

    /// <summary>Takes what the tear-down would end, of a test that is past its time limit.</summary>
    public static void ObserveHang(TestEnvironment environment)
    {
        if (environment is { FailureSnapshot: null, Observed: { } telemetry })
        {
            environment.FailureSnapshot = FailureSnapshot.Take(telemetry, "when the test's time was over");
        }
    }

    /// <summary>Writes and attaches the files.</summary>
    /// <returns>A line for the failure's message; null when there is nothing to say.</returns>
    public static string? Write(TestExecutionContext context, TestEnvironment environment, IsolationRun run)
    {
        IReadOnlyList<FailureFile> files = FailureFiles.Compose(environment, run.FailureTexts);
        if (files.Count == 0)
        {
            return null;
        }

        CaptureOptions options = environment.Observed?.Options ?? run.Capture;
        if (!run.Failures.TryTakePlace(options.MaxFailures))
        {
            return string.Create(CultureInfo.InvariantCulture, $"Details: not written, since {options.MaxFailures} failed tests of this run have theirs.");
        }

        try
        {
            string folder = run.Failures.Create(
                TestContext.CurrentContext.WorkDirectory,
                context.CurrentTest.Method!.TypeInfo.Assembly.GetName().Name ?? "unknown",
                environment.TestId,
                environment.Identity.ShortName);
            foreach (FailureFile file in files)
            {
                string path = Path.Combine(folder, file.Name);
                Write(path, file.Text, options.MaxFileBytes);
                TestContext.AddTestAttachment(path, file.Description);
            }

            return $"Details: {folder} ({string.Join(", ", files.Select(static f => f.Name))})";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return $"Details: could not be written: {error.Message}";
        }
    }

    // The end is what tells of the failure. Cut at a line, so that what is left can still be read line by line.
    internal static void Write(string path, string text, int maxBytes)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int first = 0;
        if (bytes.Length > maxBytes)
        {
            int start = bytes.Length - maxBytes;
            int newLine = Array.IndexOf(bytes, (byte)'\n', start);
            first = newLine < 0 ? start : newLine + 1;
        }

        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using FileStream file = new(path, options);
        file.Write(bytes.AsSpan(first));
    }
}
