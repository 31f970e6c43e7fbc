namespace Pool.NUnit.Isolation.Observability;

/// <summary>One file for a failed test.</summary>
/// <param name="Name">A plain file name.</param>
/// <param name="Description">What it holds.</param>
/// <param name="Text">Its content.</param>
internal sealed record FailureFile(string Name, string Description, string Text);
