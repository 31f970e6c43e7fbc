namespace Pool.SystemTests.Workers;

/// <summary>One call of a crash storm, and its error if it failed.</summary>
internal sealed record StormCall(int Id, string Command, Exception? Error);
