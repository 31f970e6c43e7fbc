using Pool.NUnit.Isolation.Settings.Table;

namespace Pool.NUnit.Isolation.Settings.Sources;

/// <summary>Reads all sources of a run, the weakest first, so that a later value replaces an earlier one.</summary>
internal sealed class SettingsReader
{
    private const string VariablePrefix = "POOL_";

    private readonly SettingsSources _sources;
    private readonly Dictionary<Setting, SettingValue> _values = [];
    private readonly List<string> _problems = [];
    private readonly List<string> _notes = [];

    private SettingsReader(SettingsSources sources) => _sources = sources;

    /// <summary>The effective values. Wrong ones are told as problems, all of them, and leave the weaker value in place.</summary>
    public static EffectiveSettings Read(SettingsSources sources) => new SettingsReader(sources).Read();

    private EffectiveSettings Read()
    {
        foreach (Setting setting in SettingTable.All)
        {
            _values[setting] = new SettingValue(setting, setting.Default, SettingSource.Default, "");
        }

        // The file's own name comes from the stronger sources.
        TakeRunParameter(RunRows.SettingsFile);
        TakeVariable(RunRows.SettingsFile);
        TakeFile();
        foreach (Setting setting in SettingTable.All.Where(static s => s != RunRows.SettingsFile))
        {
            TakeRunParameter(setting);
            TakeVariable(setting);
        }

        RefuseUnknownRunParameters();
        RefuseUnknownVariables();
        return new EffectiveSettings(_values, _problems, _notes);
    }

    private void TakeFile()
    {
        SettingValue named = _values[RunRows.SettingsFile];
        string path = named.Value as string ?? Path.Combine(_sources.Directory, SettingsFile.Name);
        string name = named.Value is null ? SettingsFile.Name : path;
        foreach (FileEntry entry in SettingsFile.Read(path, name, mustExist: named.Value is not null, _problems))
        {
            if (entry.Setting.Type.TryRead(entry.Value, out object? value))
            {
                _values[entry.Setting] = new SettingValue(entry.Setting, value, SettingSource.File, entry.Place);
            }
            else
            {
                Refuse(entry.Setting, entry.Place, entry.Value.Text, "leave it out");
            }
        }
    }

    private void TakeRunParameter(Setting setting)
    {
        if (setting.Places.HasFlag(SettingPlaces.RunParameter) && _sources.RunParameters.TryGetValue(setting.RunParameter, out string? text))
        {
            Take(setting, text, SettingSource.RunParameter, $"Run parameter {setting.RunParameter}", "leave it out");
        }
    }

    private void TakeVariable(Setting setting)
    {
        if (_sources.Variables.TryGetValue(setting.Variable, out string? text))
        {
            Take(setting, text, SettingSource.Variable, $"Variable {setting.Variable}", "unset it");
        }
    }

    // An empty one is as good as none: build scripts pass on what they were not given.
    private void Take(Setting setting, string text, SettingSource source, string place, string remedy)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        if (setting.Type.TryRead(text, out object? value))
        {
            _values[setting] = new SettingValue(setting, value, source, place);
        }
        else
        {
            Refuse(setting, place, text, remedy);
        }
    }

    private void Refuse(Setting setting, string place, string text, string remedy) => _problems.Add(
        $"{place} is \"{Unknown.Shown(text)}\". It takes {setting.Type.Allowed}. Change it, or {remedy} for the default ({setting.DefaultText}).");

    private void RefuseUnknownRunParameters()
    {
        string[] known = [.. SettingTable.All.Where(static s => s.Places.HasFlag(SettingPlaces.RunParameter)).Select(static s => s.RunParameter)];
        foreach (string name in _sources.RunParameters.Keys.Where(static name => name.StartsWith(Setting.RunParameterPrefix, StringComparison.OrdinalIgnoreCase))
            .Except(known, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            _problems.Add($"Run parameter {Unknown.Of(name, known)}");
        }
    }

    // Variables that begin with POOL_ belong to others too: to the processes of the pool and to whoever calls something a pool. So
    // only those are refused that begin like a group of settings; of others a near miss is noted in the listing.
    private void RefuseUnknownVariables()
    {
        string[] known = [.. SettingTable.All.Select(static s => s.Variable)];
        string[] groups = [.. SettingTable.Groups.Where(static g => !g.Contains(':', StringComparison.Ordinal)).Select(static g => Setting.VariableOf(g) + "_")];
        foreach (string name in _sources.Variables.Keys.Where(static name => name.StartsWith(VariablePrefix, StringComparison.Ordinal))
            .Except(known, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (Array.Exists(groups, group => name.StartsWith(group, StringComparison.Ordinal)))
            {
                _problems.Add($"Variable {Unknown.Of(name, known)}");
            }
            else if (Unknown.Nearest(name, known) is { } nearest && Unknown.Distance(name, nearest) <= 2)
            {
                _notes.Add($"Variable \"{Unknown.Shown(name)}\" is no setting and has no effect. Did you mean \"{nearest}\"?");
            }
        }
    }
}
