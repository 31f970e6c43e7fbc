using System.Diagnostics;

namespace Pool.Worker.Tests.Processes;

/// <summary>The real Python interpreter behind <c>python3</c>, which may be a version manager's script.</summary>
internal static class Interpreter
{
    private static readonly Lazy<string> Resolved = new(Resolve);

    /// <summary>Path of the interpreter; a machine without one fails the test that asks.</summary>
    public static string Path => Resolved.Value;

    private static string Resolve()
    {
        using Process process = Process.Start(new ProcessStartInfo("python3", ["-c", "import sys; print(sys.executable)"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        string path = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        File.Exists(path).ShouldBeTrue($"python3 says that it is '{path}'; these tests need Python 3.9 or later");
        return path;
    }
}
