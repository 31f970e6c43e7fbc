using System.Globalization;
using System.Text.Json;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Scripting.Demo;

/// <summary>One call of a demo command: its arguments, its session, its worker.</summary>
internal sealed class DemoCall(DemoWorker worker, InProcessRequest request, CancellationToken stopped)
{
    public DemoWorker Worker => worker;

    public string Command => request.Command;

    public CancellationToken Stopped => stopped;

    public CancellationToken Cancelled => request.Cancelled;

    public object? WholeArgs { get; } = DemoValue.From(request.Args, request.Blobs);

    public Dictionary<string, object?> Args => WholeArgs switch
    {
        null => [],
        Dictionary<string, object?> members => members,
        _ => throw DemoErrorException.InvalidArguments($"The arguments of '{Command}' must be an object, not {request.Args.ValueKind}."),
    };

    public DemoSession? Session => request.SessionId is { } id ? worker.SessionOf(id) : null;

    public DemoSession RequiredSession => Session ?? throw new DemoErrorException(
        "SessionRequired", $"The command '{Command}' needs a session; send the request within one.");

    public string Text(string name, string? fallback = null) => Args.TryGetValue(name, out object? value)
        ? value as string ?? throw DemoErrorException.InvalidArguments($"The argument '{name}' must be a string.")
        : fallback!;

    public long Integer(string name) => Args.GetValueOrDefault(name) is JsonElement element && element.TryGetInt64(out long value)
        ? value
        : throw DemoErrorException.InvalidArguments($"The argument '{name}' must be an integer.");

    public ValueTask SendChunkAsync(object? value) => request.SendChunkAsync(value);

    public ValueTask SendProgressAsync(object? value) => request.SendProgressAsync(value);

    /// <summary>Waits on the worker's clock, until its end or the request's cancellation.</summary>
    public Task DelayAsync(double seconds) =>
        Task.Delay(TimeSpan.FromSeconds(seconds), worker.Clock, request.Cancelled).WaitAsync(stopped);

    public double Number(string name, double low = 0, double high = double.PositiveInfinity)
    {
        if (Args.GetValueOrDefault(name) is JsonElement element && element.TryGetDouble(out double value) && value >= low && value <= high)
        {
            return value;
        }

        string top = double.IsPositiveInfinity(high) ? "" : string.Create(CultureInfo.InvariantCulture, $" and at most {high}");
        throw DemoErrorException.InvalidArguments(string.Create(
            CultureInfo.InvariantCulture, $"The argument '{name}' must be a number of at least {low}{top}."));
    }
}
