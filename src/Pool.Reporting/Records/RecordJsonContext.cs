using System.Text.Json.Serialization;

namespace Pool.Reporting.Records;

/// <summary>Source-generated serialisers of the record lines.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    MaxDepth = 32,
    AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(RecordLine))]
internal sealed partial class RecordJsonContext : JsonSerializerContext;
