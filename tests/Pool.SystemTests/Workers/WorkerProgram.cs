namespace Pool.SystemTests.Workers;

/// <summary>The two workers that come with the pool.</summary>
public enum WorkerProgram
{
    Python,
    DotNet,
}
