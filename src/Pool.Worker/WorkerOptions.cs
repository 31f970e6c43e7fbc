using System.Text.Json.Serialization.Metadata;

namespace Pool.Worker;

/// <summary>How a worker presents itself and what it takes. Immutable.</summary>
public sealed record WorkerOptions
{
    private const int LowestMaxFrameBytes = 1024;

    /// <summary>
    /// Name and version, as they appear in the host's logs and errors; <c>Pool.Worker</c> and its version unless
    /// told.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// Largest frame that the host may send, in bytes of JSON and blobs together; at least 1024, 16 MiB unless told.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1024.</exception>
    public int MaxFrameBytes
    {
        get;
        init => field = value >= LowestMaxFrameBytes
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, $"MaxFrameBytes must be at least {LowestMaxFrameBytes} bytes.");
    } = 16 * 1024 * 1024;

    /// <summary>
    /// Contracts of the types that commands take and give, such as a <c>JsonSerializerContext</c> of yours; asked before
    /// reflection. Null, the default, for reflection alone. A program that is trimmed or compiled ahead of time needs it for all types
    /// but plain ones (numbers, texts, bytes, times, lists and dictionaries of them, JSON).
    /// </summary>
    public IJsonTypeInfoResolver? TypeInfoResolver { get; init; }

    /// <summary>The clock of deadlines and uptime; the system's unless told.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
