namespace Pool.NUnit.Isolation.Scripting.Demo;

/// <summary>What a demo worker keeps for one session.</summary>
internal sealed class DemoSession
{
    public Dictionary<string, DemoProgram> Programs { get; } = new(StringComparer.Ordinal);

    public List<long> Values { get; } = [];

    public int ProgramCounter { get; set; }
}
