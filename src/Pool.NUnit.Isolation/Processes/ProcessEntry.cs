namespace Pool.NUnit.Isolation.Processes;

/// <summary>A live process of a test.</summary>
/// <param name="ProcessId">Its id.</param>
/// <param name="CommandLine">What it was started as; bounded.</param>
internal sealed record ProcessEntry(int ProcessId, string CommandLine);
