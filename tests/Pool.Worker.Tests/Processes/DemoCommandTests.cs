using System.Text.Json;
using Pool.Runtime.Protocol;

namespace Pool.Worker.Tests.Processes;

[TestFixture(WorkerLanguage.Python)]
[TestFixture(WorkerLanguage.DotNet)]
internal sealed class DemoCommandTests(WorkerLanguage language)
{
    private static readonly object Signature = new
    {
        inputs = new[] { new { name = "question", type = "string" } },
        outputs = new[]
        {
            new { name = "answer", type = "string" }, new { name = "score", type = "float" },
            new { name = "count", type = "int" }, new { name = "sure", type = "bool" },
        },
    };

    [Test]
    public async Task Hello_names_the_worker_its_commands_and_their_kinds()
    {
        await using WorkerProcess worker = WorkerProcess.Start(language);
        await worker.SendAsync(new HostHello(1, 1, "w", 1 << 20));

        var hello = (await worker.ReceiveAsync()).ShouldBeOfType<WorkerHello>();

        hello.Version.ShouldBe(1);
        hello.Pid.ShouldBe(worker.Pid);
        hello.MaxFrameBytes.ShouldBe(16 * 1024 * 1024);
        hello.Worker.ShouldContain(language == WorkerLanguage.Python ? "pool_worker" : "Pool.Worker");
        hello.Features.ShouldBeSubsetOf(["cancel", "ping_while_busy", "snapshot"]);
        hello.Features.ShouldContain("cancel");
        hello.Features.ShouldContain("snapshot");
        hello.Commands.Values.Select(command => $"{command.Name}:{command.Kind}").ShouldBe(
        [
            "allocate:Effect", "append:Mutation", "blob:Query", "checksum:Query", "count:Query", "crash:Effect", "create_program:Mutation",
            "delete_program:Mutation", "echo:Query", "environment:Query", "execute:Query", "fail:Query",
            "get_program_info:Query", "get_stats:Query", "health_check:Query", "list_programs:Query", "log:Query", "pid:Query",
            "ping:Query", "sleep:Query", "total:Query", "work:Query", "write_stderr:Query", "write_stdout:Query",
        ], ignoreOrder: true);
    }

    [TestCase("ping", null, """{"status":"ok"}""")]
    [TestCase("ping", "{}", """{"status":"ok"}""")]
    [TestCase("echo", "null", "null")]
    [TestCase("echo", """[1,2.5,"ü\n𝄞",null,true,{"$blob":3}]""", """[1,2.5,"ü\n𝄞",null,true,{"$blob":3}]""")]
    [TestCase("sleep", """{"seconds":0.01}""", """{"slept":0.01}""")]
    [TestCase("sleep", """{"seconds":0,"ignore_cancel":true}""", """{"slept":0}""")]
    [TestCase("work", """{"milliseconds":2}""", """{"milliseconds":2}""")]
    [TestCase("environment", """{"name":"POOL_DEMO"}""", """{"name":"POOL_DEMO","value":"here"}""")]
    [TestCase("environment", """{"name":"POOL_NOT_THERE"}""", """{"name":"POOL_NOT_THERE","value":null}""")]
    [TestCase("write_stdout", """{"text":"x"}""", """{"written":true}""")]
    [TestCase("write_stderr", """{"text":"x"}""", """{"written":true}""")]
    [TestCase("log", """{"message":"m","level":"debug","logger":"l","exception":true}""", """{"logged":true}""")]
    [TestCase("log", """{"message":"m","level":"Debug"}""", null, Description = "no level")]
    [TestCase("log", """{"message":"m","level":"1"}""", null, Description = "no level")]
    [TestCase("allocate", """{"megabytes":3}""", """{"megabytes":3}""")]
    [TestCase("checksum", null, null, Description = "needs data")]
    public async Task Command_answers_the_same_in_every_language(string command, string? args, string? expected)
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language, environment: ("POOL_DEMO", "here"));
        object? value = args is null ? null : JsonElement.Parse(args);

        if (expected is null)
            (await worker.ErrorOfAsync(command, value)).Type.ShouldBe("InvalidArguments");
        else
            SameJson(await worker.JsonOfAsync(command, value), expected);
    }

    [Test]
    public async Task Bytes_come_back_as_the_same_bytes()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        byte[] bytes = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];

        WorkerResult result = await worker.ResultOfAsync("echo", new { list = new[] { bytes, [] }, text = "x" });

        result.Value.Blobs.Count.ShouldBe(2);
        result.Value.Blobs[0].Span.SequenceEqual(bytes).ShouldBeTrue();
        result.Value.Blobs[1].Length.ShouldBe(0);
        SameJson(
            System.Text.Encoding.UTF8.GetString(result.Value.Json.Span), """{"list":[{"$blob":0},{"$blob":1}],"text":"x"}""");
    }

    [Test]
    public async Task Ten_megabytes_pass_in_both_directions()
    {
        const int Size = 10 * 1024 * 1024;
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);

        byte[] pattern = worker.Serializer.Deserialize<byte[]>((await worker.ResultOfAsync("blob", new { size = Size })).Value)!;
        string checksum = await worker.JsonOfAsync("checksum", new { data = pattern });

        pattern.Length.ShouldBe(Size);
        pattern[1000].ShouldBe((byte)(1000 % 251));
        SameJson(checksum, """{"sha256":"44f9296993796e201208c6c245b9515d36b62c87d0be4459ff347bfa054cd527","length":10485760}""");
    }

    [Test]
    public async Task Programs_are_created_executed_listed_and_deleted_within_their_session()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);

        WorkerResult created = await worker.ResultOfAsync("create_program", new { id = "b", signature = Signature }, "s1");
        string second = await worker.JsonOfAsync("create_program", new { signature = Signature }, "s1");
        string third = await worker.JsonOfAsync("create_program", new { signature = new { inputs = Array.Empty<int>(), outputs = Array.Empty<int>() } }, "s1");

        created.Volatile.ShouldBe(["created_at"]);
        JsonElement.Parse(created.Value.Json.Span).GetProperty("status").GetString().ShouldBe("created");
        JsonElement.Parse(second).GetProperty("program_id").GetString().ShouldBe("program-1");
        JsonElement.Parse(third).GetProperty("program_id").GetString().ShouldBe("program-2");
        SameJson(await worker.JsonOfAsync("list_programs", session: "s1"), """{"programs":["b","program-1","program-2"],"total_count":3}""");
        SameJson(await worker.JsonOfAsync("list_programs", session: "s2"), """{"programs":[],"total_count":0}""");
        SameJson(await worker.JsonOfAsync("delete_program", new { program_id = "b" }, "s1"), """{"program_id":"b","status":"deleted"}""");
        (await worker.ErrorOfAsync("execute", new { program_id = "b" }, "s1")).Type.ShouldBe("ProgramNotFound");
        (await worker.ErrorOfAsync("execute", new { program_id = "program-1" }, "s2")).Type.ShouldBe("ProgramNotFound");
        SameJson(await worker.JsonOfAsync("execute", new { program_id = "program-2" }, "s1"), """{"program_id":"program-2","outputs":{}}""");
        JsonElement info = JsonElement.Parse(await worker.JsonOfAsync("get_program_info", new { program_id = "program-1" }, "s1"));
        JsonElement.DeepEquals(info.GetProperty("signature"), JsonSerializer.SerializeToElement(Signature)).ShouldBeTrue();
    }

    [Test]
    public async Task Outputs_depend_on_the_inputs_alone_and_are_the_same_in_every_language()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        await worker.ResultOfAsync("create_program", new { id = "p", signature = Signature }, "s");
        var inputs = JsonElement.Parse("""{"z":[1,-0,2.50,1e3,true,null],"a":"ü𝄞","o":{"é":1,"b":123456789012345678901234567890}}""");

        string first = await worker.JsonOfAsync("execute", new { program_id = "p", inputs }, "s");

        SameJson(await worker.JsonOfAsync("execute", new { program_id = "p", inputs }, "s"), first);
        SameJson(first, """{"program_id":"p","outputs":{"answer":"answer:d32671f5c8c4c953","score":33.05,"count":817,"sure":false}}""");
        string other = await worker.JsonOfAsync("execute", new { program_id = "p", inputs = new { a = 1 } }, "s");
        other.Equals(first, StringComparison.Ordinal).ShouldBeFalse();
    }

    [Test]
    public async Task Running_total_belongs_to_its_session_until_the_session_ends()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        await worker.ResultOfAsync("append", new { value = 3 }, "s1");

        SameJson(await worker.JsonOfAsync("append", new { value = -1 }, "s1"), """{"count":2,"total":2}""");
        SameJson(await worker.JsonOfAsync("append", new { value = 9 }, "s2"), """{"count":1,"total":9}""");
        SameJson(await worker.JsonOfAsync("total", session: "s1"), """{"count":2,"total":2,"values":[3,-1]}""");
        await worker.SendAsync(new HostEndSession("s1"));
        SameJson(await worker.JsonOfAsync("total", session: "s1"), """{"count":0,"total":0,"values":[]}""");
        SameJson(await worker.JsonOfAsync("total", session: "s2"), """{"count":1,"total":9,"values":[9]}""");
    }

    [Test]
    public async Task Figures_count_commands_errors_sessions_and_programs()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        await worker.ResultOfAsync("create_program", new { id = "p", signature = Signature }, "s1");
        await worker.ResultOfAsync("create_program", new { id = "p", signature = Signature }, "s2");
        await worker.ErrorOfAsync("fail");

        JsonElement all = JsonElement.Parse(await worker.JsonOfAsync("get_stats"));
        JsonElement one = JsonElement.Parse(await worker.JsonOfAsync("get_stats", session: "s1"));

        all.GetProperty("programs_count").GetInt32().ShouldBe(2);
        all.GetProperty("command_count").GetInt32().ShouldBe(4);
        all.GetProperty("error_count").GetInt32().ShouldBe(1);
        all.GetProperty("sessions").GetInt32().ShouldBe(2);
        all.GetProperty("rss_bytes").GetInt64().ShouldBeGreaterThan(1 << 20);
        one.GetProperty("programs_count").GetInt32().ShouldBe(1);
        JsonElement health = JsonElement.Parse(await worker.JsonOfAsync("health_check"));
        health.GetProperty("status").GetString().ShouldBe("healthy");
        health.GetProperty("uptime_s").GetDouble().ShouldBeInRange(0.0001, 60);
        SameJson(await worker.JsonOfAsync("pid"), $$"""{"pid":{{worker.Pid}}}""");
    }

    [TestCase("nope", "{}", null, "UnknownCommand")]
    [TestCase("ping", """{"x":1}""", null, "InvalidArguments")]
    [TestCase("ping", "[]", null, "InvalidArguments")]
    [TestCase("sleep", "{}", null, "InvalidArguments")]
    [TestCase("sleep", """{"seconds":"1"}""", null, "InvalidArguments")]
    [TestCase("sleep", """{"seconds":-1}""", null, "InvalidArguments")]
    [TestCase("blob", """{"size":-1}""", null, "InvalidArguments")]
    [TestCase("checksum", """{"data":"AAAA"}""", null, "InvalidArguments")]
    [TestCase("append", """{"value":1.5}""", "s", "InvalidArguments")]
    [TestCase("count", """{"to":-1}""", null, "InvalidArguments")]
    [TestCase("count", """{"to":1.5}""", null, "InvalidArguments")]
    [TestCase("count", """{}""", null, "InvalidArguments")]
    [TestCase("append", """{"value":1}""", null, "SessionRequired")]
    [TestCase("total", "{}", null, "SessionRequired")]
    [TestCase("list_programs", "{}", null, "SessionRequired")]
    [TestCase("create_program", """{"signature":{"inputs":[],"outputs":[]}}""", null, "SessionRequired")]
    [TestCase("create_program", "{}", "s", "InvalidArguments")]
    [TestCase("create_program", """{"signature":{"inputs":[],"outputs":[]},"id":""}""", "s", "InvalidArguments")]
    [TestCase("create_program", """{"signature":7}""", "s", "InvalidSignature")]
    [TestCase("create_program", """{"signature":{"inputs":[]}}""", "s", "InvalidSignature")]
    [TestCase("create_program", """{"signature":{"inputs":[{"type":"int"}],"outputs":[]}}""", "s", "InvalidSignature")]
    [TestCase("create_program", """{"signature":{"inputs":[{"name":"a"},{"name":"a"}],"outputs":[]}}""", "s", "InvalidSignature")]
    [TestCase("execute", """{"program_id":"x"}""", "s", "ProgramNotFound")]
    [TestCase("execute", """{"program_id":"x"}""", null, "SessionRequired")]
    [TestCase("delete_program", """{"program_id":"x"}""", "s", "ProgramNotFound")]
    [TestCase("get_program_info", """{"program_id":"x"}""", "s", "ProgramNotFound")]
    [TestCase("environment", """{"name":"PATH"}""", null, "Forbidden")]
    [TestCase("crash", """{"exit_code":256}""", null, "InvalidArguments")]
    public async Task Failure_has_the_same_type_in_every_language(string command, string args, string? session, string type)
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);

        WorkerErrorInfo error = await worker.ErrorOfAsync(command, JsonElement.Parse(args), session);

        error.Type.ShouldBe(type);
        error.Message.ShouldNotBeEmpty();
        error.Retryable.ShouldBeFalse();
        SameJson(await worker.JsonOfAsync("ping"), """{"status":"ok"}""");
    }

    [Test]
    public async Task Second_program_of_a_name_is_refused()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        await worker.ResultOfAsync("create_program", new { id = "p", signature = Signature }, "s");

        (await worker.ErrorOfAsync("create_program", new { id = "p", signature = Signature }, "s")).Type.ShouldBe("ProgramExists");
    }

    [Test]
    public async Task Name_that_is_taken_is_skipped_when_the_session_makes_one_up()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        await worker.ResultOfAsync("create_program", new { id = "program-1", signature = Signature }, "s");

        (await worker.JsonOfAsync("create_program", new { signature = Signature }, "s")).ShouldContain("program-2");
    }

    [Test]
    public async Task Error_of_a_users_command_carries_type_message_retryability_and_traceback()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);

        WorkerErrorInfo error = await worker.ErrorOfAsync("fail", new { type = "Mine", message = "no ü", retryable = true });

        (error.Type, error.Message, error.Retryable).ShouldBe(("Mine", "no ü", true));
        error.Traceback.ShouldNotBeNull().ShouldContain("fail", Case.Insensitive);
    }

    private static void SameJson(string actual, string expected) =>
        JsonElement.DeepEquals(JsonElement.Parse(actual), JsonElement.Parse(expected)).ShouldBeTrue($"{actual} is not {expected}");
}
