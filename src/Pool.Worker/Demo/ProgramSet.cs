using System.Globalization;

namespace Pool.Worker.Demo;

/// <summary>The programs of one session, and the counter that names them.</summary>
internal sealed class ProgramSet
{
    private int _counter;

    public Dictionary<string, DemoProgram> ByName { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes a name by the session's own counter, so that a replay makes the same names.</summary>
    public string NextName()
    {
        string name;
        do
            name = string.Create(CultureInfo.InvariantCulture, $"program-{++_counter}");
        while (ByName.ContainsKey(name));
        return name;
    }
}
