namespace Pool.Worker.Tests.Processes;

/// <summary>Which worker a fixture talks to.</summary>
public enum WorkerLanguage
{
    Python,
    DotNet,
}
