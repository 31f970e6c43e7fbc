using System.Collections.Frozen;
using Pool.NUnit.Isolation.Settings.Table;

namespace Pool.NUnit.Isolation.Settings;

/// <summary>What happens to a test that leaves something behind.</summary>
/// <param name="Policies">Fail, Warn or Off for each kind, by the kind's name.</param>
/// <param name="CreationStacks">Whether stacks are taken where things are created.</param>
/// <param name="Grace">Time to be gone in.</param>
/// <param name="Allowed">The allow-list.</param>
internal sealed record LeakSettings(
    FrozenDictionary<string, string> Policies, bool CreationStacks, TimeSpan Grace, IReadOnlyList<string> Allowed)
{
    public static LeakSettings Of(EffectiveSettings values) => new(
        LeakRows.Kinds.ToFrozenDictionary(static kind => kind.ShortName, kind => values.Text(kind)!, StringComparer.Ordinal),
        values.IsOn(LeakRows.CreationStacks),
        values.Duration(LeakRows.GraceMs),
        values.Texts(LeakRows.Allow)!);
}
