namespace Pool.NUnit.Isolation.Settings;

/// <summary>Where a value came from. A later one beats an earlier one.</summary>
internal enum SettingSource
{
    Default,
    File,
    RunParameter,
    Variable,
    Attribute,
    Code,
}
