using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pool.Worker.Demo;

/// <summary>All that the demo commands keep in a session, as it travels; the Python worker's has the same shape.</summary>
internal sealed record DemoState
{
    [JsonPropertyName("programs")]
    public Dictionary<string, Entry> Programs { get; init; } = [];

    [JsonPropertyName("program_counter")]
    public int ProgramCounter { get; init; }

    [JsonPropertyName("values")]
    public List<long> Values { get; init; } = [];

    public static DemoState Of(SessionState session)
    {
        ProgramSet programs = ProgramCommands.In(session);
        return new DemoState
        {
            Programs = programs.ByName.ToDictionary(
                program => program.Key,
                program => new Entry(program.Value.Signature, program.Value.CreatedAt),
                StringComparer.Ordinal),
            ProgramCounter = programs.Counter,
            Values = StateCommands.In(session),
        };
    }

    public void Fill(SessionState session)
    {
        ProgramSet programs = ProgramCommands.In(session);
        programs.Counter = ProgramCounter;
        foreach ((string name, Entry program) in Programs)
        {
            ProgramSignature.Check(program.Signature);
            programs.ByName.Add(name, new DemoProgram(program.Signature, program.CreatedAt));
        }

        StateCommands.In(session).AddRange(Values);
    }

    /// <summary>A program.</summary>
    internal sealed record Entry(
        [property: JsonPropertyName("signature")] JsonElement Signature, [property: JsonPropertyName("created_at")] string CreatedAt);
}
