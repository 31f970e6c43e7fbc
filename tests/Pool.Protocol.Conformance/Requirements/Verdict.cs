namespace Pool.Protocol.Conformance.Requirements;

/// <summary>What came of a requirement, and the line that says so.</summary>
internal sealed record Verdict(Requirement Requirement, Outcome Outcome, string Detail)
{
    public static Verdict Of(Requirement requirement, IReadOnlyList<PartResult> parts)
    {
        if (requirement.DutyOfTheHost is { } reason)
            return new Verdict(requirement, Outcome.NotApplicable, $"duty of the host: {reason}");
        PartResult[] failed = [.. parts.Where(part => part.Outcome == Outcome.Failed)];
        PartResult[] unseen = [.. parts.Where(part => part.Outcome == Outcome.NotApplicable)];
        return failed.Length > 0 ? new Verdict(requirement, Outcome.Failed, Listed(failed))
            : unseen.Length == parts.Count ? new Verdict(requirement, Outcome.NotApplicable, Listed(unseen))
            : unseen.Length > 0 ? new Verdict(requirement, Outcome.PassedInPart, $"not applicable: {Listed(unseen)}")
            : new Verdict(requirement, Outcome.Passed, "");
    }

    public override string ToString()
    {
        string outcome = Outcome switch
        {
            Outcome.Passed => "passed",
            Outcome.PassedInPart => "passed in part",
            Outcome.Failed => "failed",
            _ => "not applicable",
        };
        string line = $"{Requirement.Number} | {outcome} | {Requirement.Claim}";
        return Detail.Length == 0 ? line : $"{line} | {Detail.ReplaceLineEndings(" ")}";
    }

    private static string Listed(IEnumerable<PartResult> parts) => string.Join("; ", parts.Select(part => $"{part.Part.Name}: {part.Reason}"));
}
