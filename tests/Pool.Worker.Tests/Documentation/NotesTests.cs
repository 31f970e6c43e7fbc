using System.Text.RegularExpressions;
using Pool.Runtime.Protocol;
using Pool.Worker.Tests.Processes;

namespace Pool.Worker.Tests.Documentation;

/// <summary>docs/workers.md: its worker, in both languages, does what the page says.</summary>
[TestFixture(WorkerLanguage.PythonNotes)]
[TestFixture(WorkerLanguage.DotNetNotes)]
internal sealed partial class NotesTests(WorkerLanguage language)
{
    [Test]
    public async Task Commands_answer()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);

        (await worker.JsonOfAsync("add", new { a = 1, b = 2 })).ShouldBe("3");
        (await worker.JsonOfAsync("note", new { text = "a red note" }, "s")).ShouldStartWith("""{"count":1,""");
        (await worker.ResultOfAsync("note", new { text = "a blue note" }, "s")).Volatile.ShouldBe(["at"]);
        (await worker.JsonOfAsync("read", new { number = 1 }, "s")).ShouldBe("\"a blue note\"");
        (await worker.ErrorOfAsync("read", new { number = 2 }, "s")).ShouldSatisfyAllConditions(
            error => error.Type.ShouldBe("NoSuchNote"),
            error => error.Message.ShouldBe("There are 2 notes; number 2 is none of them."));
        (await worker.JsonOfAsync("forget", session: "s")).ShouldBe("true");
        (await worker.JsonOfAsync("forget", session: "s")).ShouldBe("false");
        (await worker.ErrorOfAsync("forget")).Type.ShouldBe("SessionRequired");
    }

    [Test]
    public async Task Search_streams_what_it_finds()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        foreach (string text in (string[])["red", "blue", "dark red"])
            await worker.ResultOfAsync("note", new { text }, "s");
        await worker.RequestAsync("search", new { word = "red" }, "s");

        List<WorkerMessage?> said = [];
        for (int i = 0; i < 6; i++)
            said.Add(await worker.ReceiveAsync());

        said.OfType<WorkerChunk>().Select(chunk => System.Text.Encoding.UTF8.GetString(chunk.Value.Json.Span)).ShouldBe(["\"red\"", "\"dark red\""]);
        said.OfType<WorkerProgress>().Count().ShouldBe(3);
        said[^1].ShouldBeOfType<WorkerResult>();
    }

    [Test]
    public async Task State_travels()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        await worker.ResultOfAsync("note", new { text = "kept" }, "s");

        Payload state = await worker.SnapshotAsync("s");
        (await worker.RestoreAsync("other", state)).ShouldBeOfType<WorkerResult>();

        (await worker.JsonOfAsync("read", new { number = 0 }, "other")).ShouldBe("\"kept\"");
    }

    [Test]
    public async Task Log_reaches_the_host_from_the_start_on()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language, WireLogLevel.Information);
        (await worker.ReceiveAsync()).ShouldBe(new WorkerLog(WireLogLevel.Information, "notes", $"ready in process {worker.Pid}", null, null));
        long id = await worker.RequestAsync("forget", session: "s");

        (await worker.ReceiveAsync()).ShouldBe(new WorkerLog(WireLogLevel.Warning, "notes", "forgetting 0 notes", id, null));
    }

    [Test]
    public async Task Check_shows_what_the_page_shows()
    {
        (int code, string[] lines) = await CheckedWorker.RunAsync(
            language == WorkerLanguage.PythonNotes
                ? [Interpreter.Path, "-m", "pool_worker", "check", "notes"]
                : ["dotnet", typeof(NotesTests).Assembly.Location, "notes", "check"]);
        string page = (await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "workers.md"))).ReplaceLineEndings("\n");
        string[] shown = Times().Replace(Block().Match(page).Groups["text"].Value, "T s").TrimEnd().Split('\n');

        code.ShouldBe(0);
        if (language == WorkerLanguage.PythonNotes)
            lines.Select(line => Times().Replace(line, "T s")).ShouldBe(shown);
        else
            lines.Where(line => line.StartsWith("  ", StringComparison.Ordinal)).ShouldBe(
                shown.Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Split('(')[0]), ignoreOrder: true);
    }

    [GeneratedRegex(@"\d+\.\d\d s", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Times();

    [GeneratedRegex(@"^```text\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Block();
}
