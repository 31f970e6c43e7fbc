namespace Pool.NUnit.Isolation.Processes;

/// <summary>The processes of one test and the power over them.</summary>
internal sealed record TestProcesses(ProcessControl Control, ProcessTag Tag);
