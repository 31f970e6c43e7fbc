namespace Pool.NUnit.Isolation.Settings;

/// <summary>The effective value of a setting.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Value">The value, of the setting's type; null for none.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Place">Where exactly: a line of a file, a variable's name; empty for a default.</param>
internal sealed record SettingValue(Setting Setting, object? Value, SettingSource Source, string Place)
{
    public string Text => Setting.Type.Show(Value);
}
