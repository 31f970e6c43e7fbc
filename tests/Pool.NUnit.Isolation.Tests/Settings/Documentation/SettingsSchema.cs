using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pool.NUnit.Isolation.Settings;
using Pool.NUnit.Isolation.Settings.Table;
using Pool.NUnit.Isolation.Settings.Types;

namespace Pool.NUnit.Isolation.Tests.Settings.Documentation;

/// <summary>The JSON schema of poolsettings.json, as it follows from the table of settings.</summary>
internal static class SettingsSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text()
    {
        JsonObject root = Group("Settings of isolated tests.");
        root.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        root["properties"]!.AsObject().Add("$schema", new JsonObject { ["type"] = "string" });
        root["allowComments"] = true;
        root["allowTrailingCommas"] = true;
        foreach (Setting setting in SettingTable.All.Where(static setting => setting.Places.HasFlag(SettingPlaces.File)))
        {
            JsonObject at = root;
            foreach (string part in setting.Name.Split(':')[..^1])
            {
                JsonObject properties = at["properties"]!.AsObject();
                properties.TryAdd(part, Group($"{part}."));
                at = properties[part]!.AsObject();
            }

            at["properties"]!.AsObject().Add(setting.ShortName, Property(setting));
        }

        return root.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonObject Group(string description) => new()
    {
        ["description"] = description,
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject(),
    };

    private static JsonObject Property(Setting setting)
    {
        JsonObject property = setting.Type switch
        {
            NumberType number => new() { ["type"] = Type("integer", number), ["minimum"] = number.Least, ["maximum"] = number.Most },
            SwitchType => new() { ["type"] = "boolean" },
            ChoiceType choice => new() { ["enum"] = Words(choice) },
            TextListType list => new()
            {
                ["type"] = Type("array", list),
                ["items"] = new JsonObject { ["type"] = "string" },
                ["minItems"] = list.Least,
                ["maxItems"] = list.Most,
            },
            PathType path => new() { ["type"] = Type("string", path), ["minLength"] = 1 },
            _ => throw new NotSupportedException($"{setting.Name}: the schema does not know {setting.Type}."),
        };
        property["description"] = $"{setting.Meaning} Default: {setting.DefaultText}.";
        return property;
    }

    private static JsonNode Type(string name, SettingType type) => type.IsOptional ? new JsonArray(name, "null") : JsonValue.Create(name);

    private static JsonArray Words(ChoiceType choice)
    {
        JsonArray words = [.. choice.Words.Select(static word => (JsonNode)word)];
        if (choice.IsOptional)
        {
            words.Add(null);
        }

        return words;
    }
}
