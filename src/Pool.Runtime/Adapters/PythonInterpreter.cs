using System.ComponentModel;
using System.Diagnostics;

namespace Pool.Runtime.Adapters;

/// <summary>A Python interpreter, resolved to the real program behind any version manager's shim.</summary>
/// <remarks>A shim costs 70 ms and more at each start, so it is worth resolving once. Immutable.</remarks>
public sealed class PythonInterpreter
{
    private const int ProbeTimeoutMs = 30_000;

    private PythonInterpreter(string path, string version)
    {
        Path = path;
        Version = version;
    }

    /// <summary>Path of the interpreter.</summary>
    public string Path { get; }

    /// <summary>Its version, such as "3.11.7".</summary>
    public string Version { get; }

    /// <summary>Asks an interpreter where it really is. Starts it once and waits for it, at most 30 s.</summary>
    /// <param name="command">Name on the path, or a path. Default "python3".</param>
    /// <returns>The interpreter, or null when the command is not there, fails, or is older than 3.9.</returns>
    public static PythonInterpreter? Find(string command = "python3")
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        var start = new ProcessStartInfo(command)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-I");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("import sys; print(sys.executable); print('%d.%d.%d' % sys.version_info[:3])");
        try
        {
            using var process = Process.Start(start);
            if (process is null)
                return null;
            process.StandardInput.Close();
            // The two lines and any complaint fit into a pipe, so reading after the end cannot block the interpreter.
            if (!process.WaitForExit(ProbeTimeoutMs))
            {
                process.Kill();
                return null;
            }

            var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries);
            return process.ExitCode == 0 && lines is [{ Length: > 0 } path, var version, ..] && IsSupported(version)
                ? new PythonInterpreter(path, version)
                : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    internal static bool IsSupported(string version) =>
        System.Version.TryParse(version, out var parsed) && parsed >= new Version(3, 9);
}
