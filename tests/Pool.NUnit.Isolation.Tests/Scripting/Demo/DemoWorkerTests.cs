using System.Text.Json;
using Pool.NUnit.Isolation.Scripting.Demo;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Tests.Scripting.Demo;

internal sealed class DemoWorkerTests
{
    private static readonly object Signature = new { inputs = Array.Empty<int>(), outputs = new[] { new { name = "a", type = "int" } } };

    [Test]
    public async Task Session_goes_on_where_its_state_was_captured()
    {
        DemoWorker first = new(TimeProvider.System, _ => { });
        DemoWorker second = new(TimeProvider.System, _ => { });
        await RunAsync(first, "append", new { value = 3 });
        await RunAsync(first, "create_program", new { signature = Signature });
        await RunAsync(second, "append", new { value = 100 });

        second.Restore("s", DemoValue.From(JsonSerializer.SerializeToElement(first.Capture("s")), []));

        StateOf(second).ShouldBe(StateOf(first));
        await RunAsync(second, "append", new { value = 4 });
        await RunAsync(second, "create_program", new { signature = Signature });
        StateOf(second).ShouldContain("\"program-2\"");
        StateOf(second).ShouldEndWith("\"program_counter\":2,\"values\":[3,4]}");
    }

    [Test]
    public void Session_without_state_has_none_to_capture()
    {
        new DemoWorker(TimeProvider.System, _ => { }).Capture("s").ShouldBeNull();
    }

    [TestCase("[1]")]
    [TestCase("""{"values":["x"]}""")]
    [TestCase("""{"programs":[]}""")]
    [TestCase("""{"programs":{"p":{"signature":{"inputs":[],"outputs":[]}}}}""")]
    [TestCase("""{"program_counter":1.5}""")]
    public async Task State_that_does_not_fit_leaves_the_session_as_it_was(string state)
    {
        DemoWorker worker = new(TimeProvider.System, _ => { });
        await RunAsync(worker, "append", new { value = 3 });

        Should.Throw<DemoErrorException>(() => worker.Restore("s", DemoValue.From(JsonElement.Parse(state), []))).Type.ShouldBe("InvalidSnapshot");

        StateOf(worker).ShouldContain("\"values\":[3]");
    }

    private static string StateOf(DemoWorker worker) => JsonSerializer.Serialize(worker.Capture("s"));

    private static async Task RunAsync(DemoWorker worker, string command, object args) => await worker.HandleAsync(
        new InProcessRequest(command, JsonSerializer.SerializeToElement(args), [], "s"), CancellationToken.None);
}
