namespace Pool.NUnit.Isolation.Settings;

/// <summary>Where a setting of the run can be set, beside the attribute and code of a test.</summary>
[Flags]
internal enum SettingPlaces
{
    None = 0,
    File = 1,
    RunParameter = 2,
    Variable = 4,
    All = File | RunParameter | Variable,
}
