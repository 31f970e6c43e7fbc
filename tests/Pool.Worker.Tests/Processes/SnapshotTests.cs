using System.Text;
using System.Text.Json;
using Pool.Runtime.Protocol;

namespace Pool.Worker.Tests.Processes;

[TestFixture(WorkerLanguage.Python, WorkerLanguage.Python)]
[TestFixture(WorkerLanguage.DotNet, WorkerLanguage.DotNet)]
[TestFixture(WorkerLanguage.Python, WorkerLanguage.DotNet)]
[TestFixture(WorkerLanguage.DotNet, WorkerLanguage.Python)]
internal sealed class SnapshotTests(WorkerLanguage from, WorkerLanguage to)
{
    private static readonly object Signature = new
    {
        inputs = Array.Empty<object>(),
        outputs = new[] { new { name = "ü", type = "int" } },
    };

    [Test]
    public async Task Session_goes_on_in_another_worker_where_its_state_was_taken()
    {
        await using WorkerProcess first = await WorkerProcess.StartReadyAsync(from);
        await using WorkerProcess second = await WorkerProcess.StartReadyAsync(to);
        await first.ResultOfAsync("append", new { value = 3 }, "s");
        await first.ResultOfAsync("append", new { value = -1 }, "s");
        await first.ResultOfAsync("create_program", new { signature = Signature }, "s");
        string info = await first.JsonOfAsync("get_program_info", new { program_id = "program-1" }, "s");
        string output = await first.JsonOfAsync("execute", new { program_id = "program-1" }, "s");

        Payload state = await first.SnapshotAsync("s");
        WorkerResult restored = (await second.RestoreAsync("s", state)).ShouldBeOfType<WorkerResult>();

        Text(restored.Value).ShouldBe("null");
        Same(await second.JsonOfAsync("total", session: "s"), """{"count":2,"total":2,"values":[3,-1]}""");
        Same(await second.JsonOfAsync("get_program_info", new { program_id = "program-1" }, "s"), info);
        Same(await second.JsonOfAsync("execute", new { program_id = "program-1" }, "s"), output);
        JsonElement.Parse(await second.JsonOfAsync("create_program", new { signature = Signature }, "s"))
            .GetProperty("program_id").GetString().ShouldBe("program-2");
    }

    [Test]
    public async Task Restore_replaces_whatever_the_session_had()
    {
        await using WorkerProcess first = await WorkerProcess.StartReadyAsync(from);
        await using WorkerProcess second = await WorkerProcess.StartReadyAsync(to);
        await first.ResultOfAsync("append", new { value = 1 }, "s");
        await second.ResultOfAsync("append", new { value = 7 }, "s");
        await second.ResultOfAsync("create_program", new { signature = Signature }, "s");
        await second.ResultOfAsync("append", new { value = 9 }, "other");

        await second.RestoreAsync("s", await first.SnapshotAsync("s"));

        Same(await second.JsonOfAsync("total", session: "s"), """{"count":1,"total":1,"values":[1]}""");
        Same(await second.JsonOfAsync("list_programs", session: "s"), """{"programs":[],"total_count":0}""");
        Same(await second.JsonOfAsync("total", session: "other"), """{"count":1,"total":9,"values":[9]}""");
    }

    [Test]
    public async Task Session_without_state_is_null_and_null_makes_it_so()
    {
        await using WorkerProcess first = await WorkerProcess.StartReadyAsync(from);
        await using WorkerProcess second = await WorkerProcess.StartReadyAsync(to);
        await second.ResultOfAsync("append", new { value = 7 }, "s");

        Payload none = await first.SnapshotAsync("s");
        await second.RestoreAsync("s", none);

        Text(none).ShouldBe("null");
        JsonElement.Parse(await second.JsonOfAsync("get_stats")).GetProperty("sessions").GetInt32().ShouldBe(0);
    }

    private static string Text(Payload value) => Encoding.UTF8.GetString(value.Json.Span);

    private static void Same(string actual, string expected) =>
        JsonElement.DeepEquals(JsonElement.Parse(actual), JsonElement.Parse(expected)).ShouldBeTrue($"{actual} is not {expected}");
}
