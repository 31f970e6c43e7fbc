namespace Pool.Worker.Demo;

/// <summary>The programs of one session, and the counter that names them.</summary>
internal sealed class ProgramSet
{
    public Dictionary<string, DemoProgram> ByName { get; } = new(StringComparer.Ordinal);

    public int Counter { get; set; }
}
