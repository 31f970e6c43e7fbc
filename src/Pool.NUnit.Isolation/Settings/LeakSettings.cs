using System.Collections.Frozen;
using Pool.NUnit.Isolation.Settings.Table;

namespace Pool.NUnit.Isolation.Settings;

/// <summary>What happens to a test that leaves something behind.</summary>
/// <param name="Policies">Fail, Warn or Off for each kind, by the kind's name.</param>
/// <param name="CreationStacks">Whether stacks are taken where things are created.</param>
/// <param name="MaxCreationStacks">How many of them one test keeps.</param>
/// <param name="CollectAfterExceptions">Whether a test in which exceptions were thrown ends with a garbage collection.</param>
/// <param name="Grace">Time to end in.</param>
/// <param name="Allowed">Patterns of leaks that are none.</param>
internal sealed record LeakSettings(
    FrozenDictionary<string, string> Policies,
    bool CreationStacks,
    int MaxCreationStacks,
    bool CollectAfterExceptions,
    TimeSpan Grace,
    IReadOnlyList<string> Allowed)
{
    public static LeakSettings Of(EffectiveSettings values) => new(
        LeakRows.Kinds.ToFrozenDictionary(static kind => kind.ShortName, kind => values.Text(kind)!, StringComparer.Ordinal),
        values.IsOn(LeakRows.CreationStacks),
        values.Number(LeakRows.MaxCreationStacks),
        values.IsOn(LeakRows.CollectAfterExceptions),
        values.Duration(LeakRows.GraceMs),
        values.Texts(LeakRows.Allow)!);
}
