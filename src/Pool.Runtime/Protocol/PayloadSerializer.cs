using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Pool.Runtime.Protocol;

/// <summary>
/// Values of .NET to payloads and back. Bytes (<c>byte[]</c>, <c>ReadOnlyMemory&lt;byte&gt;</c>,
/// <c>Memory&lt;byte&gt;</c>)
/// become blobs that refer to the caller's memory, which must not change until the payload has been used. Safe for use by several threads at once.
/// </summary>
internal sealed class PayloadSerializer : IDisposable
{
    // The serializer says what is missing behind the full name of the type.
    private const int MaxMismatchChars = 400;

    private readonly FrameLimits _limits;
    private readonly JsonSerializerOptions _options;
    private readonly JsonSerializerOptions _readingOptions;
    private readonly JsonWriterOptions _writerOptions;

    // Converters are shared by all calls, so what belongs to one call is found through the thread that makes it.
    private readonly ThreadLocal<BlobScope?> _scope = new();
    private readonly ThreadLocal<PayloadWriter> _writer;

    /// <param name="limits">Null for the defaults.</param>
    /// <param name="contracts">Contracts of types, asked before reflection; null for reflection alone.</param>
    /// <param name="naming">What members are called in JSON; null for as they are declared.</param>
    public PayloadSerializer(FrameLimits? limits = null, IJsonTypeInfoResolver? contracts = null, JsonNamingPolicy? naming = null)
    {
        _limits = limits ?? FrameLimits.Default;
        JavaScriptEncoder encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        _options = new JsonSerializerOptions
        {
            Encoder = encoder,
            MaxDepth = _limits.MaxDepth - 1,
            TypeInfoResolver = ResolverAfter(contracts),
            PropertyNamingPolicy = naming,
            Converters =
            {
                new BlobConverter<byte[]>(_scope, bytes => bytes, blob => blob.ToArray()),
                new BlobConverter<Memory<byte>>(_scope, bytes => bytes, blob => blob.ToArray()),
                new BlobConverter<ReadOnlyMemory<byte>>(_scope, bytes => bytes, blob => blob),
            },
        };
        // Workers of other languages name things their way; a member that silently stays empty helps nobody. For reading
        // alone: what is written may have members whose names differ in their case, as a worker's arguments may.
        _readingOptions = new JsonSerializerOptions(_options)
        {
            PropertyNameCaseInsensitive = true,
            RespectRequiredConstructorParameters = true,
            RespectNullableAnnotations = true,
            Converters = { new NodeConverter<JsonNode>(), new NodeConverter<JsonObject>(), new NodeConverter<JsonArray>() },
        };
        _writerOptions = new JsonWriterOptions { Encoder = encoder, MaxDepth = _limits.MaxDepth - 1 };
        _writer = new ThreadLocal<PayloadWriter>(() => new PayloadWriter(_writerOptions));
    }

    /// <summary>Serializes any value that System.Text.Json can, with its bytes as blobs.</summary>
    /// <exception cref="ProtocolException">
    /// The value can't travel: it is no JSON, too deep, too large, or uses <c>$blob</c>.
    /// </exception>
    public Payload Serialize(object? value)
    {
        if (value is null)
            return Payload.Null;
        if (value is Payload payload)
            return payload;
        PayloadWriter own = _writer.Value!;
        PayloadWriter writer = own.IsTaken ? new PayloadWriter(_writerOptions) : own;
        BlobScope? outer = _scope.Value;
        _scope.Value = writer.Blobs;
        try
        {
            return Check(writer.Write(value, ContractOf(value.GetType(), _options)));
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            throw new ProtocolException(
                ProtocolFault.Unsendable,
                $"A value of type {value.GetType().Name} can't be sent: {Excerpt.Of(refused.Message)}",
                refused);
        }
        finally
        {
            _scope.Value = outer;
        }
    }

    /// <summary>Reads a payload as a value of <typeparamref name="T"/>.</summary>
    /// <exception cref="ProtocolException">
    /// The payload holds something else (<see cref="ProtocolFault.Unreadable"/>).
    /// </exception>
    public T? Deserialize<T>(Payload payload)
    {
        BlobScope? outer = _scope.Value;
        _scope.Value = new BlobScope(payload.Blobs);
        try
        {
            return JsonSerializer.Deserialize(payload.Json.Span, (JsonTypeInfo<T>)ContractOf(typeof(T), _readingOptions));
        }
        catch (Exception mismatch) when (IsRefusal(mismatch))
        {
            throw new ProtocolException(
                ProtocolFault.Unreadable,
                $"A value of {payload.Json.Length} bytes of JSON can't be read as {typeof(T).Name}: "
                + Excerpt.Of(mismatch.Message, MaxMismatchChars) + MemberNames.In(payload.Json.Span),
                mismatch);
        }
        finally
        {
            _scope.Value = outer;
        }
    }

    public void Dispose()
    {
        _scope.Dispose();
        _writer.Dispose();
    }

    // These four are what System.Text.Json throws at values and texts that don't fit; a user's own exception passes.
    private static bool IsRefusal(Exception exception) =>
        exception is JsonException or NotSupportedException or InvalidOperationException or ArgumentException;

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Reflection is used where the program has it.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Reflection is used where the program has it.")]
    private static IJsonTypeInfoResolver ResolverAfter(IJsonTypeInfoResolver? contracts)
    {
        IJsonTypeInfoResolver others = JsonSerializer.IsReflectionEnabledByDefault ? new DefaultJsonTypeInfoResolver() : PayloadContracts.Default;
        return contracts is null ? others : JsonTypeInfoResolver.Combine(contracts, others);
    }

    private static JsonTypeInfo ContractOf(Type type, JsonSerializerOptions options) => options.TryGetTypeInfo(type, out JsonTypeInfo? contract)
        ? contract
        : throw new NotSupportedException("no contract of it; name it by [JsonSerializable] in your TypeInfoResolver");

    private Payload Check(Payload payload)
    {
        int blobs = payload.Blobs.Count;
        if (payload.ByteCount > _limits.MaxFrameBytes)
        {
            throw new ProtocolException(
                ProtocolFault.TooLarge,
                $"The value takes {payload.ByteCount} bytes with its blobs; the limit is {_limits.MaxFrameBytes} bytes a frame.")
            {
                Size = payload.ByteCount,
            };
        }

        if (blobs > _limits.MaxBlobs)
        {
            throw new ProtocolException(
                ProtocolFault.Unsendable, $"The value has {blobs} blobs; a frame carries at most {_limits.MaxBlobs}.");
        }

        // Only our own references can be right here; one more, found in the user's data, would be read as a blob.
        return blobs > 0 && BlobReferences.FindProblem(payload.Json.Span, blobs, _limits.MaxDepth) is { } problem
            ? throw new ProtocolException(
                ProtocolFault.Unsendable,
                $"The value has {blobs} blobs and also data with the key '$blob', which stands for a blob ({problem}); "
                + "rename that key or send the bytes apart.")
            : payload;
    }
}
