using System.Globalization;

namespace Pool.Worker.Demo;

/// <summary>The programs of one session, and the counter that names them.</summary>
internal sealed class ProgramSet
{
    /// <summary>The number in the last name that was made.</summary>
    public int Counter { get; set; }

    public Dictionary<string, DemoProgram> ByName { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes a name by the session's own counter, so that a replay makes the same names.</summary>
    public string NextName()
    {
        string name;
        do
            name = string.Create(CultureInfo.InvariantCulture, $"program-{++Counter}");
        while (ByName.ContainsKey(name));
        return name;
    }
}
