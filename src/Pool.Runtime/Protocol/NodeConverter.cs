using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Pool.Runtime.Protocol;

/// <summary>
/// Reads JSON as a node whose members are told apart by case, whatever the case of a type's members may be: they are data,
/// and data may hold "The" and "the".
/// </summary>
internal sealed class NodeConverter<TNode> : JsonConverter<TNode>
    where TNode : JsonNode
{
    public override TNode? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonNode.Parse(ref reader) switch
        {
            null => null,
            TNode node => node,
            var other => throw new JsonException($"Here stands JSON of the kind {other.GetValueKind()}, not a {typeof(TNode).Name}."),
        };

    public override void Write(Utf8JsonWriter writer, TNode value, JsonSerializerOptions options) => value.WriteTo(writer, options);
}
