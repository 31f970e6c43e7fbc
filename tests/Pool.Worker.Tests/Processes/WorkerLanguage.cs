namespace Pool.Worker.Tests.Processes;

/// <summary>Which worker a fixture talks to.</summary>
public enum WorkerLanguage
{
    Python,
    DotNet,

    /// <summary>The .NET worker of <see cref="Sdk.SpecimenWorker"/>.</summary>
    Specimen,
}
