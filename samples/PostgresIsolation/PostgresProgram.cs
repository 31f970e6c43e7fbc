using System.Diagnostics;

namespace PostgresIsolation;

/// <summary>One of the server's own programs, run to its end.</summary>
internal static class PostgresProgram
{
    /// <exception cref="InvalidOperationException">It failed; the message is what it said.</exception>
    public static async Task RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', start.ArgumentList)} failed: {await error}{await output}");
    }

    /// <summary>How to start it: never by a shell.</summary>
    public static ProcessStartInfo Start(IReadOnlyDictionary<string, string?> variables, params string[] line)
    {
        var start = new ProcessStartInfo(line[0], line[1..]) { WorkingDirectory = "/" };
        foreach ((string name, string? value) in variables)
            start.Environment[name] = value;
        // Its messages are waited for.
        start.Environment["LC_ALL"] = "C";
        return start;
    }
}
