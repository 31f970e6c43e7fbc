namespace Pool.NUnit.Isolation.Tests.Specimens;

/// <summary>What became of one specimen.</summary>
internal sealed record SpecimenResult(string Name, string Outcome, string Message, string StandardError, string StandardOutput);
