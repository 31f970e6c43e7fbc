namespace Pool.NUnit.Isolation.Tests.Specimens;

/// <summary>What became of one specimen.</summary>
internal sealed record SpecimenResult(string Name, string Outcome, string Message, string StandardError, string StandardOutput)
{
    /// <summary>Paths of the files that the result lists as attached.</summary>
    public IReadOnlyList<string> Attachments { get; init; } = [];
}
