using System.Text;
using System.Text.Json;
using Pool.NUnit.Isolation.Settings.Table;
using Pool.NUnit.Isolation.Settings.Types;

namespace Pool.NUnit.Isolation.Settings.Sources;

/// <summary>Reads the text of one settings file. What is wrong with names is told here, what is wrong with values by the reader of all sources.</summary>
internal sealed class SettingsFileParser(ReadOnlyMemory<byte> text, string name, string directory, ICollection<string> problems)
{
    private const string Schema = "$schema";

    private static readonly JsonReaderOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 16,
    };

    private readonly List<FileEntry> _entries = [];
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);
    private readonly FilePosition _position = new(text, name);

    /// <exception cref="JsonException">The text is no JSON.</exception>
    public IReadOnlyList<FileEntry> Parse()
    {
        Utf8JsonReader reader = new(text.Span, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("The content is no object in braces.", path: null, lineNumber: 0, bytePositionInLine: 0);
        }

        ReadObject(ref reader, "");
        // Anything behind the object is an error of the reader.
        reader.Read();
        return _entries;
    }

    private void ReadObject(ref Utf8JsonReader reader, string group)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string property = TextOf(ref reader);
            string path = group.Length == 0 ? property : $"{group}:{property}";
            string place = _position.At(reader.TokenStartIndex);
            bool known = IsOneName(property, place) && TryName(path, place);
            reader.Read();
            if (!known)
            {
                reader.Skip();
            }
            else if (SettingTable.Find(path) is { } setting)
            {
                string at = $"{_position.At(reader.TokenStartIndex)} ($.{path.Replace(':', '.')})";
                _entries.Add(new FileEntry(setting, ReadValue(ref reader), at));
            }
            else if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadObject(ref reader, path);
            }
            else
            {
                problems.Add($"{place}: \"{path}\" is a group of settings, so it takes an object in braces. Write {{ \"NAME\": VALUE }} there.");
                reader.Skip();
            }
        }
    }

    // Or one setting could stand there twice, in two ways of writing its name.
    private bool IsOneName(string property, string place)
    {
        if (!property.Contains(':', StringComparison.Ordinal))
        {
            return true;
        }

        problems.Add($"{place}: \"{Unknown.Shown(property)}\" can't be set by a path in one name. Write an object for each part, one in another.");
        return false;
    }

    private bool TryName(string path, string place)
    {
        if (path == Schema)
        {
            return false;
        }

        bool group = SettingTable.IsGroup(path);
        Setting? setting = SettingTable.Find(path);
        if (!group && (setting is null || !setting.Places.HasFlag(SettingPlaces.File)))
        {
            problems.Add(setting is null
                ? $"{place}: {Unknown.Of(path, SettingTable.All.Where(static s => s.Places.HasFlag(SettingPlaces.File)).Select(static s => s.Name).Concat(SettingTable.Groups))}"
                : $"{place}: \"{path}\" can't be set in a file. Set the variable {setting.Variable}.");
            return false;
        }

        if (_seen.TryAdd(path, place))
        {
            return true;
        }

        problems.Add($"{place}: \"{path}\" is there twice, first at {_seen[path]}. Remove one of them.");
        return false;
    }

    private FileValue ReadValue(ref Utf8JsonReader reader)
    {
        JsonTokenType kind = reader.TokenType;
        long start = reader.TokenStartIndex;
        if (kind is JsonTokenType.StartArray)
        {
            IReadOnlyList<string>? items = ReadItems(ref reader);
            return new FileValue(kind, Written(start, reader.BytesConsumed), items, directory);
        }

        if (kind is JsonTokenType.String)
        {
            return new FileValue(kind, TextOf(ref reader), null, directory);
        }

        reader.Skip();
        return new FileValue(kind, Written(start, reader.BytesConsumed), null, directory);
    }

    private string Written(long start, long end) => Encoding.UTF8.GetString(text.Span[(int)start..(int)end]);

    private static List<string>? ReadItems(ref Utf8JsonReader reader)
    {
        List<string> items = [];
        bool strings = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                items.Add(TextOf(ref reader));
            }
            else
            {
                strings = false;
                reader.Skip();
            }
        }

        return strings ? items : null;
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException($"A string is no valid Unicode. {error.Message}", error);
        }
    }
}
