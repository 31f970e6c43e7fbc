namespace Pool.Worker.Tests.Processes;

/// <summary>Which worker a fixture talks to.</summary>
public enum WorkerLanguage
{
    Python,
    DotNet,

    /// <summary>The .NET worker of <see cref="Sdk.SpecimenWorker"/>.</summary>
    Specimen,

    /// <summary>The Python worker of docs/workers.md.</summary>
    PythonNotes,

    /// <summary>The .NET worker of docs/workers.md, <see cref="Documentation.NotesWorker"/>.</summary>
    DotNetNotes,
}
