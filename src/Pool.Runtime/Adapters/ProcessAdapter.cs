using System.ComponentModel;
using System.Diagnostics;

namespace Pool.Runtime.Adapters;

/// <summary>Starts each worker as a process of its own and speaks to it over its standard input and output.</summary>
/// <remarks>
/// Thread-safe. The worker's error output is drained, capped and kept for error messages. A worker ends when its input
/// does, so it ends with this process, however this process ends.
/// </remarks>
public sealed class ProcessAdapter : WorkerAdapter
{
    private readonly ProcessAdapterOptions _options;

    /// <summary>An adapter for one program.</summary>
    /// <param name="options">The program.</param>
    /// <exception cref="ArgumentException">The program's name is empty, or the error output size is out of range.</exception>
    public ProcessAdapter(ProcessAdapterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.FileName);
        if (options.ErrorOutputBytes is < 256 or > 1024 * 1024)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.ErrorOutputBytes, $"{nameof(options.ErrorOutputBytes)} is 256 to 1,048,576 bytes.");
        }

        _options = options;
    }

    /// <inheritdoc/>
    public override string Description => string.Join(' ', _options.Arguments.Prepend(_options.FileName).Select(Quoted));

    internal override ValueTask<WorkerChannel> StartAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var info = new ProcessStartInfo(_options.FileName)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = _options.WorkingDirectory ?? "",
        };
        foreach (var argument in _options.Arguments)
            info.ArgumentList.Add(argument);
        foreach (var (name, value) in _options.EnvironmentVariables)
            info.Environment[name] = value;
        info.Environment["POOL_WORKER_ID"] = start.WorkerId;

        try
        {
            var process = Process.Start(info) ?? throw new InvalidOperationException("The system returned no process.");
            return new ValueTask<WorkerChannel>(new ProcessChannel(process, _options.ErrorOutputBytes, start));
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new WorkerStartFailure($"'{Description}' could not be started: {e.Message}", e);
        }
    }

    private static string Quoted(string argument) =>
        argument.Length > 0 && !argument.Contains(' ', StringComparison.Ordinal) ? argument : $"'{argument}'";
}
