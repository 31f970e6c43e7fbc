using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pool.Runtime.Protocol;

/// <summary>Says which members an object has, for people who miss one: bounded, since the peer chose the names.</summary>
internal static class MemberNames
{
    private const int MaxNames = 8;
    private const int MaxNameChars = 40;

    /// <summary>A sentence to put behind another; empty for anything but an object.</summary>
    public static string In(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return "";
        var text = new StringBuilder();
        int count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (++count <= MaxNames)
                text.Append(count == 1 ? "; it has " : ", ").Append(Excerpt.Of(reader.GetString()!, MaxNameChars));
            reader.Read();
            reader.Skip();
        }

        if (count > MaxNames)
            text.Append(CultureInfo.InvariantCulture, $" and {count - MaxNames} more");
        return text.Append(count == 0 ? "; it has no members." : ". MemberNaming says how members are called.").ToString();
    }
}
