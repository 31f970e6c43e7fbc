using System.Text.Json;
using Pool.Runtime.Protocol;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>Streams: a call whose chunks are read while it runs.</content>
public sealed partial class SessionPool
{
    private StreamedCommand<T> Stream<T>(
        string? sessionId, string command, object? args, ExecuteOptions? options, Func<Payload, T> read, CancellationToken cancellationToken)
    {
        var window = options?.StreamWindow ?? 16;
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, 10_000, nameof(options));
        return new StreamedCommand<T>(
            () => new ChunkBuffer(window, ProgressOf(options, command)),
            (buffer, token) => RunStreamAsync(sessionId, command, args, options, buffer, token),
            read,
            cancellationToken);
    }

    private async Task<CommandResult> RunStreamAsync(
        string? sessionId, string command, object? args, ExecuteOptions? options, ChunkBuffer buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await ExecuteCoreAsync(sessionId, command, args, options, buffer, cancellationToken);
        }
        finally
        {
            buffer.End();
        }
    }

    private T? ReadChunk<T>(Payload chunk)
    {
        try
        {
            return _serializer.Deserialize<T>(chunk);
        }
        catch (ProtocolException e)
        {
            throw new InvalidCastException(e.Message, e);
        }
    }

    private static JsonElement ReadChunk(Payload chunk) => JsonElement.Parse(chunk.Json.Span);
}
