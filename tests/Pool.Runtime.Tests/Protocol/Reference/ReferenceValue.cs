using System.Globalization;

namespace Pool.Runtime.Tests.Protocol.Reference;

/// <summary>A value and the bytes <c>[Start, End)</c> of the text that it was read from.</summary>
internal sealed record ReferenceValue(ReferenceKind Kind, int Start, int End)
{
    /// <summary>The text of a string, unescaped, or of a number as it stands.</summary>
    public string Text { get; init; } = "";

    public IReadOnlyList<ReferenceValue> Items { get; init; } = [];

    public IReadOnlyList<ReferenceMember> Members { get; init; } = [];

    /// <summary>The value of an integer: no fraction, no exponent (P19), and within 64 bits; else null.</summary>
    public long? Integer =>
        Kind == ReferenceKind.Number
        && long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;

    /// <summary>Whether an object in here, at any level, has two members of one name.</summary>
    public bool RepeatsAMember =>
        Members.Select(member => member.Name).Distinct(StringComparer.Ordinal).Count() < Members.Count
        || Members.Any(member => member.Value.RepeatsAMember)
        || Items.Any(item => item.RepeatsAMember);

    /// <summary>The member of that name, unless it is null or absent (P17).</summary>
    public ReferenceValue? Member(string name)
    {
        foreach (ReferenceMember member in Members)
        {
            if (member.Name.Equals(name, StringComparison.Ordinal))
                return member.Value.Kind == ReferenceKind.Null ? null : member.Value;
        }

        return null;
    }
}
