using System.Text.Json;

namespace Pool.Runtime.Protocol;

/// <summary>Makes the exceptions for frames that break a rule.</summary>
internal static class Malformed
{
    public static ProtocolException Because(string reason, Exception? inner = null) =>
        new(ProtocolFault.Malformed, $"The frame is malformed: {reason}.", inner);

    public static ProtocolException NoObject(JsonTokenType found) =>
        Because($"its JSON must be an object and is {found}");

    public static ProtocolException Json(int bytes, Exception inner) =>
        Because($"its {bytes} bytes of JSON can't be read: {Excerpt.Of(inner.Message)}", inner);

    public static ProtocolException Field(string name, string expected) =>
        Because($"the field '{name}' must be {expected}");

    public static ProtocolException UnknownType(string type) =>
        Because($"{Excerpt.Of(type)} is no message type of this direction");
}
