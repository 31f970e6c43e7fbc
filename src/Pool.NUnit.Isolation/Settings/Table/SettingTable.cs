using System.Collections.Frozen;

namespace Pool.NUnit.Isolation.Settings.Table;

/// <summary>Every setting, in the order of listings.</summary>
internal static class SettingTable
{
    public static readonly Setting[] All =
    [
        .. RunRows.All,
        .. LayerTable.Mock.Select(static row => row.Setting),
        .. LayerTable.Bridge.Select(static row => row.Setting),
        .. LayerTable.Full.Select(static row => row.Setting),
        .. IsolationRows.All,
        .. CaptureRows.All,
        .. LeakRows.All,
    ];

    private static readonly FrozenDictionary<string, Setting> ByName = All.ToFrozenDictionary(static setting => setting.Name, StringComparer.Ordinal);

    /// <summary>The first parts of names that stand for an object in a file: <c>Layers</c>, <c>Layers:Full</c>.</summary>
    private static readonly FrozenSet<string> GroupNames = All.SelectMany(static setting => GroupsOf(setting.Name)).ToFrozenSet(StringComparer.Ordinal);

    public static IEnumerable<string> Groups => GroupNames;

    public static Setting? Find(string name) => ByName.GetValueOrDefault(name);

    public static bool IsGroup(string name) => GroupNames.Contains(name);

    private static IEnumerable<string> GroupsOf(string name)
    {
        for (int colon = name.IndexOf(':'); colon >= 0; colon = name.IndexOf(':', colon + 1))
        {
            yield return name[..colon];
        }
    }
}
