using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pool.Runtime;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Scripting.Demo;

/// <summary>Demo commands that keep programs in a session: created, executed, listed, deleted.</summary>
internal static class DemoPrograms
{
    private static readonly string[] CreatedAt = ["created_at"];

    public static void AddTo(Dictionary<string, DemoCommand> commands)
    {
        commands["create_program"] = new(CommandKind.Mutation, ["signature"], ["id"], static call => ValueTask.FromResult(Create(call)));
        commands["execute"] = DemoCommand.Of(CommandKind.Query, ["program_id"], ["inputs"], Execute);
        commands["list_programs"] = DemoCommand.Of(CommandKind.Query, [], [], static call =>
        {
            string[] names = [.. call.RequiredSession.Programs.Keys.Order(Utf8Order.Instance)];
            return new { programs = names, total_count = names.Length };
        });
        commands["get_program_info"] = new(CommandKind.Query, ["program_id"], [], static call =>
        {
            (string id, DemoProgram program) = Find(call);
            return ValueTask.FromResult(InProcessReply.Success(
                new { signature = program.Signature, created_at = program.CreatedAt, program_id = id }, CreatedAt));
        });
        commands["delete_program"] = DemoCommand.Of(CommandKind.Mutation, ["program_id"], [], static call =>
        {
            (string id, _) = Find(call);
            call.RequiredSession.Programs.Remove(id);
            return new { program_id = id, status = "deleted" };
        });
    }

    private static InProcessReply Create(DemoCall call)
    {
        DemoSession session = call.RequiredSession;
        Dictionary<string, object?> signature = DemoSignature.Check(call.Args["signature"]);
        string id;
        if (call.Args.GetValueOrDefault("id") is { } given)
        {
            id = given as string is { Length: > 0 } text
                ? text
                : throw DemoErrorException.InvalidArguments("The argument 'id' must be a string that is not empty.");
        }
        else
        {
            // The session's own counter, so that a replay makes the same names.
            id = string.Create(CultureInfo.InvariantCulture, $"program-{++session.ProgramCounter}");
        }

        string createdAt = call.Worker.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return session.Programs.TryAdd(id, new DemoProgram(signature, createdAt))
            ? InProcessReply.Success(new { program_id = id, status = "created", created_at = createdAt }, CreatedAt)
            : throw new DemoErrorException("ProgramExists", $"The session already has a program '{id}'.");
    }

    private static object Execute(DemoCall call)
    {
        (string id, DemoProgram program) = Find(call);
        byte[] canonical = DemoCanonical.Of(call.Args.GetValueOrDefault("inputs") ?? new Dictionary<string, object?>(StringComparer.Ordinal));
        Dictionary<string, object> outputs = new(StringComparer.Ordinal);
        foreach ((string name, string type) in DemoSignature.Fields(program.Signature, "outputs"))
        {
            outputs[name] = Output(name, type, canonical);
        }

        return new { program_id = id, outputs };
    }

    // A value of the field's type that depends on its name and the inputs alone.
    private static object Output(string name, string type, byte[] canonical)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), 0, .. canonical]));
        long seed = long.Parse(digest.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return type switch
        {
            "int" or "integer" => seed % 1000,
            "float" or "number" => ((seed % 1000 * 10) + 5) / 100.0,
            "bool" or "boolean" => seed % 2 == 0,
            _ => $"{name}:{digest[..16]}",
        };
    }

    private static (string Id, DemoProgram Program) Find(DemoCall call)
    {
        DemoSession session = call.RequiredSession;
        string id = call.Text("program_id");
        return session.Programs.TryGetValue(id, out DemoProgram? program)
            ? (id, program)
            : throw new DemoErrorException("ProgramNotFound", $"The session has no program '{id[..Math.Min(id.Length, 100)]}'.");
    }
}
