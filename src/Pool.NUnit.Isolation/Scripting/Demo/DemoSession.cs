using System.Text.Json;

namespace Pool.NUnit.Isolation.Scripting.Demo;

/// <summary>What a demo worker keeps for one session.</summary>
internal sealed class DemoSession
{
    public Dictionary<string, DemoProgram> Programs { get; private init; } = new(StringComparer.Ordinal);

    public List<long> Values { get; private init; } = [];

    public int ProgramCounter { get; set; }

    /// <summary>The state as it travels; that of the other demo workers has the same shape.</summary>
    public static DemoSession From(object? state) => state is Dictionary<string, object?> members
        ? new DemoSession
        {
            Programs = Members(members, "programs").ToDictionary(static p => p.Key, static p => Program(p.Value), StringComparer.Ordinal),
            ProgramCounter = (int)Integer(members.GetValueOrDefault("program_counter")),
            Values = [.. (members.GetValueOrDefault("values") as List<object?> ?? []).Select(Integer)],
        }
        : throw Invalid("it is no object");

    public object Capture() => new
    {
        programs = Programs.ToDictionary(
            static p => p.Key, static p => new { signature = p.Value.Signature, created_at = p.Value.CreatedAt }, StringComparer.Ordinal),
        program_counter = ProgramCounter,
        values = Values,
    };

    private static DemoProgram Program(object? value) =>
        value is Dictionary<string, object?> program && program.GetValueOrDefault("created_at") is string createdAt
            ? new DemoProgram(DemoSignature.Check(program.GetValueOrDefault("signature")), createdAt)
            : throw Invalid("a program in it has no signature and time");

    private static Dictionary<string, object?> Members(Dictionary<string, object?> state, string name) =>
        state.GetValueOrDefault(name) switch
        {
            null => [],
            Dictionary<string, object?> members => members,
            _ => throw Invalid($"its '{name}' is no object"),
        };

    private static long Integer(object? value) => value switch
    {
        null => 0,
        JsonElement element when element.TryGetInt64(out long number) => number,
        _ => throw Invalid("it holds something else where a number should be"),
    };

    private static DemoErrorException Invalid(string why) => new("InvalidSnapshot", $"The session's state doesn't fit: {why}.");
}
