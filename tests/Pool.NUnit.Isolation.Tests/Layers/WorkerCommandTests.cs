using Pool.NUnit.Isolation.Layers;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Tests.Layers;

internal sealed class WorkerCommandTests
{
    [Test]
    public void Override_is_taken_as_it_is()
    {
        ProcessAdapterOptions options = new WorkerCommand(["my worker", "--a b"], "/nowhere", NoPython, StartMode.Spawn).Resolve();
        options.FileName.ShouldBe("my worker");
        options.Arguments.ShouldBe(["--a b"]);
        options.StartMode.ShouldBe(StartMode.Spawn);
    }

    [Test]
    public void Dotnet_worker_is_used_where_there_is_no_python()
    {
        using TemporaryFolder folder = new();
        folder.Write("Pool.Worker.dll");
        ProcessAdapterOptions options = new WorkerCommand(null, folder.Path, NoPython).Resolve();
        options.Arguments.ShouldHaveSingleItem().ShouldBe(Path.Combine(folder.Path, "Pool.Worker.dll"));
    }

    [Test]
    public void Python_is_asked_for_once()
    {
        using TemporaryFolder folder = new();
        folder.Write("pool_worker/__init__.py");
        folder.Write("Pool.Worker.dll");
        int asked = 0;
        WorkerCommand command = new(null, folder.Path, () =>
        {
            asked++;
            return null;
        });
        command.Resolve();
        command.Resolve();
        asked.ShouldBe(1);
    }

    [Test]
    public void Failure_says_what_to_install_or_set() => Should.Throw<InvalidOperationException>(
        static () => new WorkerCommand(null, "/nowhere", NoPython).Resolve()).Message.ShouldContain("Install Python, or reference Pool.Worker, or set POOL_WORKER_COMMAND");

    private static PythonInterpreter? NoPython() => null;
}
