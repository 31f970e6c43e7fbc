namespace Pool.Worker.Tests.Processes;

internal sealed class CheckTests
{
    [Test]
    public async Task Both_workers_tell_people_of_the_same_commands()
    {
        (int python, string[] ofPython) = await CheckedWorker.RunAsync([Interpreter.Path, "-m", "pool_worker", "check", "pool_worker.demo"]);
        (int dotnet, string[] ofDotNet) = await CheckedWorker.RunAsync(["dotnet", Path.Combine(AppContext.BaseDirectory, "Pool.Worker.dll"), "check"]);

        (python, dotnet).ShouldBe((0, 0));
        (ofPython[^1], ofDotNet[^1]).ShouldBe(("ok", "ok"));
        ofPython[0].ShouldStartWith("pool_worker.demo is the worker 'pool_worker 0.1.0' with 24 commands");
        ofDotNet[0].ShouldStartWith("This is the worker 'Pool.Worker 0.1.0' with 24 commands");
        Commands(ofDotNet).ShouldBe(Commands(ofPython), ignoreOrder: true);
    }

    [TestCase("preload", 1, "error: a Preload hook threw; see above", "1 error")]
    [TestCase("start", 0, "preload ", "ok")]
    public async Task Check_runs_what_is_loaded_once_and_not_what_each_worker_does(string failing, int code, string before, string last)
    {
        (int exit, string[] lines) = await CheckedWorker.RunAsync(["dotnet", typeof(CheckTests).Assembly.Location, "check"], failing);

        exit.ShouldBe(code);
        lines[0].ShouldStartWith("This is the worker 'specimen 9' with ");
        lines[^2].ShouldStartWith(before);
        lines[^1].ShouldBe(last);
    }

    // Kind and name, without the arguments that only Python knows.
    private static IEnumerable<string> Commands(string[] lines) => lines.Where(line => line.StartsWith("  ", StringComparison.Ordinal))
        .Select(line => string.Join(' ', line.Split('(')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
