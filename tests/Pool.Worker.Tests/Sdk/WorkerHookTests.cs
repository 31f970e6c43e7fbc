using Pool.Runtime.Protocol;
using Pool.Worker.Tests.Processes;

namespace Pool.Worker.Tests.Sdk;

internal sealed class WorkerHookTests
{
    [Test]
    public async Task Preload_comes_before_the_start_and_both_before_the_hello()
    {
        await using WorkerProcess worker = WorkerProcess.Start(WorkerLanguage.Specimen, readErrors: false, ("SPECIMEN_HOOKS", "told"));
        (await worker.ReadErrorLineAsync()).ShouldBe("[preload]");

        await worker.SendAsync(new HostHello(1, 1, "w", 1 << 20));

        (await worker.ReadErrorLineAsync()).ShouldBe("[start]");
        (await worker.ReceiveAsync()).ShouldBeOfType<WorkerHello>();
    }

    [TestCase("preload", "Preload")]
    [TestCase("start", "OnStart")]
    public async Task Hook_that_throws_ends_the_worker_with_one_and_its_reason(string failing, string kind)
    {
        await using WorkerProcess worker = WorkerProcess.Start(WorkerLanguage.Specimen, environment: ("SPECIMEN_HOOKS", failing));
        await worker.SendAsync(new HostHello(1, 1, "w", 1 << 20));

        (await worker.ReceiveAsync()).ShouldBeNull();

        (int code, string errors) = await worker.ExitAsync();
        code.ShouldBe(1);
        errors.TrimEnd().Split('\n')[^1].ShouldBe(
            $"Pool.Worker: the {kind} hook threw System.InvalidOperationException: no {failing} today");
    }

    [Test]
    public void Hooks_are_refused_where_there_is_none()
    {
        var worker = new WorkerApplication();

        Should.Throw<ArgumentNullException>(() => worker.Preload((Action)null!));
        Should.Throw<ArgumentNullException>(() => worker.OnStart((Func<Task>)null!));
        Should.Throw<ArgumentException>(() => worker.CreateLogger(""));
    }
}
