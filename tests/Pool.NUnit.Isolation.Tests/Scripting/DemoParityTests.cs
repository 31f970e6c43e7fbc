using System.Text.Json;
using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;

namespace Pool.NUnit.Isolation.Tests.Scripting;

/// <summary>What passes at the Mock or Bridge layer must pass at Full: scripted workers answer as the Python worker does.</summary>
internal sealed class DemoParityTests
{
    private static readonly string[] Volatile = ["created_at", "uptime_s", "rss_bytes", "pid"];

    private static readonly (string Command, object? Args)[] Calls =
    [
        ("ping", null),
        ("ping", new { unknown = 1 }),
        ("no_such_command", null),
        ("echo", new { text = "é\u0000\"", number = 1.5m, big = 12345678901234567890m, list = new object?[] { null, true, "x" }, blob = new byte[] { 0, 255 } }),
        ("echo", null),
        ("echo", new[] { 1, 2 }),
        ("sleep", new { seconds = 0 }),
        ("sleep", new { seconds = "long" }),
        ("sleep", null),
        ("work", new { milliseconds = 1 }),
        ("count", new { to = 0 }),
        ("count", new { to = 1.5 }),
        ("count", new { to = 2_000_000 }),
        ("count", null),
        ("append", new { value = 3 }),
        ("append", new { value = 4 }),
        ("append", new { value = 1.5 }),
        ("total", null),
        ("create_program", new { signature = new { inputs = new[] { new { name = "q", type = "string" } }, outputs = new[] { new { name = "a", type = "string" }, new { name = "n", type = "int" }, new { name = "f", type = "float" }, new { name = "b", type = "bool" } } } }),
        ("create_program", new { id = "mine", signature = new { inputs = Array.Empty<object>(), outputs = new[] { new { name = "ü" } } } }),
        ("create_program", new { id = "mine", signature = new { inputs = Array.Empty<object>(), outputs = Array.Empty<object>() } }),
        ("create_program", new { id = "", signature = new { inputs = Array.Empty<object>(), outputs = Array.Empty<object>() } }),
        ("create_program", new { signature = new { inputs = Array.Empty<object>() } }),
        ("create_program", new { signature = new { inputs = new[] { new { name = "x" }, new { name = "x" } }, outputs = Array.Empty<object>() } }),
        ("create_program", new { signature = 5 }),
        ("create_program", null),
        ("execute", new { program_id = "program-1", inputs = new { q = "why", deep = new { z = new object?[] { 1, 2.5, -0.0, null, false }, a = "é" }, data = new byte[] { 1, 2, 3 } } }),
        ("execute", new { program_id = "program-1" }),
        ("execute", new { program_id = "mine", inputs = new { x = 1e300, y = 12345678901234567890m } }),
        ("execute", new { program_id = "none" }),
        ("execute", new { program_id = 7 }),
        ("list_programs", null),
        ("get_program_info", new { program_id = "mine" }),
        ("delete_program", new { program_id = "mine" }),
        ("delete_program", new { program_id = "mine" }),
        ("list_programs", null),
        ("health_check", null),
        ("get_stats", null),
        ("blob", new { size = 600 }),
        ("blob", new { size = -1 }),
        ("checksum", new { data = new byte[] { 1, 2, 3 } }),
        ("checksum", new { data = "text" }),
        ("fail", null),
        ("fail", new { type = "Mine", message = "mine", retryable = false }),
        ("environment", new { name = "HOME" }),
        ("environment", new { name = "POOL_NO_SUCH_VARIABLE" }),
        ("write_stdout", new { text = "stray" }),
        ("write_stderr", new { text = "stray" }),
        ("log", new { message = "m", level = "debug", logger = "l", exception = true }),
        ("log", new { message = "m", level = "loud" }),
        ("log", null),
        ("allocate", new { megabytes = 1 }),
    ];

    [Test]
    public async Task Scripted_worker_answers_as_the_python_worker([Values] bool framed)
    {
        PythonInterpreter python = PythonInterpreter.Find() ?? throw new AssertionException("python3 (3.9 or later) is needed on the path.");
        await using SessionPool real = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, new ProcessAdapter(ProcessAdapterOptions.Python(python)));
        await using ScriptedPool scripted = await ScriptedPool.StartAsync(size: 1, framed: framed);
        List<string> differences = [];
        foreach ((string command, object? args) in Calls)
        {
            string expected = await AnswerAsync(real, command, args);
            string actual = await AnswerAsync(scripted.Pool, command, args);
            if (expected != actual)
            {
                differences.Add($"{command} {JsonSerializer.Serialize(args)}: {expected} | {actual}");
            }
        }

        differences.ShouldBeEmpty();
    }

    [Test]
    public async Task Session_commands_need_a_session()
    {
        await using ScriptedPool scripted = await ScriptedPool.StartAsync(size: 1);
        RemoteCommandException error = await Should.ThrowAsync<RemoteCommandException>(scripted.Pool.ExecuteAnonymousAsync("total").AsTask());
        error.RemoteType.ShouldBe("SessionRequired");
    }

    private static async Task<string> AnswerAsync(SessionPool pool, string command, object? args)
    {
        try
        {
            CommandResult result = await pool.ExecuteAsync("s", command, args);
            string blobs = string.Join(',', result.Blobs.Select(static b => Convert.ToHexString(b.Span)));
            return $"{Canonical(result.Value)} {blobs}";
        }
        catch (RemoteCommandException error)
        {
            return $"{error.RemoteType}: {error.RemoteMessage} {error.IsTransient}";
        }
        catch (PoolException error)
        {
            return error.GetType().Name;
        }
    }

    private static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(",", value.EnumerateObject()
            .Where(static p => !Volatile.Contains(p.Name, StringComparer.Ordinal))
            .OrderBy(static p => p.Name, StringComparer.Ordinal)
            .Select(static p => $"{p.Name}:{Canonical(p.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(",", value.EnumerateArray().Select(Canonical)) + "]",
        JsonValueKind.String => $"\"{value.GetString()}\"",
        _ => value.GetRawText(),
    };
}
