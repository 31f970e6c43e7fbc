using System.Text.Json;

namespace Pool.Runtime.Protocol;

/// <summary>Makes the exceptions for frames that break a rule.</summary>
internal static class Malformed
{
    private const int MostInnerChars = 500;

    public static ProtocolException Because(string reason, Exception? inner = null) =>
        new(ProtocolFault.Malformed, $"The frame is malformed: {reason}.", inner);

    public static ProtocolException NoObject(JsonTokenType found) =>
        Because($"its JSON must be an object and is {found}");

    // System.Text.Json quotes all that follows a wrong literal. Kept as the inner exception, a peer's whole frame would go
    // into every log that prints it.
    public static ProtocolException Json(int bytes, Exception inner) =>
        Because($"its {bytes} bytes of JSON can't be read: {Excerpt.Of(inner.Message)}", inner.Message.Length > MostInnerChars ? null : inner);

    public static ProtocolException Field(string name, string expected) =>
        Because($"the field '{name}' must be {expected}");

    public static ProtocolException UnknownType(string type) =>
        Because($"{Excerpt.Of(type)} is no message type of this direction");
}
