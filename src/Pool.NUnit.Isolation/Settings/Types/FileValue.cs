using System.Text.Json;

namespace Pool.NUnit.Isolation.Settings.Types;

/// <summary>A value as it stands in a settings file.</summary>
/// <param name="Kind">What it begins with.</param>
/// <param name="Text">A string's content, anything else as it is written.</param>
/// <param name="Items">The items of an array of strings; null for anything else.</param>
/// <param name="Directory">Where the file lies.</param>
internal sealed record FileValue(JsonTokenType Kind, string Text, IReadOnlyList<string>? Items, string Directory)
{
    public bool IsNull => Kind == JsonTokenType.Null;
}
