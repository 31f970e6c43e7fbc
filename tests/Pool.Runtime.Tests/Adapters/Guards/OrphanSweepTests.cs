using System.Diagnostics;
using Pool.Runtime.Adapters.Guards;
using Pool.Runtime.Adapters.Processes;

namespace Pool.Runtime.Tests.Adapters.Guards;

/// <summary>With real processes, since nothing else can tell whether one is signalled.</summary>
[Platform("Linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class OrphanSweepTests : IDisposable
{
    private readonly string _parent = Path.Combine(Directory.CreateTempSubdirectory("pool-sweep-").FullName, "hosts");
    private readonly List<Process> _processes = [];

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            process.Dispose();
        }

        Directory.Delete(Path.GetDirectoryName(_parent)!, recursive: true);
    }

    [Test]
    public void Processes_of_a_dead_host_are_killed_and_its_folder_goes()
    {
        var (path, id) = DeadHost();
        var orphan = Sleep((WorkerTag.HostVariable, id));

        var swept = Sweep().ShouldHaveSingleItem();

        (swept.Id, swept.Killed, swept.Strangers).ShouldBe((id, 1, 0));
        orphan.WaitForExit();
        Directory.Exists(path).ShouldBeFalse();
    }

    [Test]
    public void Noted_id_that_is_a_strangers_by_now_is_left_alone_and_counted()
    {
        var (path, _) = DeadHost();
        var stranger = Sleep();
        File.AppendAllText(Path.Combine(path, "processes"), $"{new NotedProcess(stranger.Id, ProcFile.StartTime(stranger.Id)!.Value - 100)}\n");

        var swept = Sweep().ShouldHaveSingleItem();

        (swept.Killed, swept.Strangers).ShouldBe((0, 1));
        ProcFile.IsAlive(stranger.Id).ShouldBeTrue();
    }

    [Test]
    public void Noted_process_without_the_tag_is_left_alone_though_its_start_is_the_same()
    {
        var (path, _) = DeadHost();
        var untagged = Sleep();
        File.AppendAllText(Path.Combine(path, "processes"), $"{new NotedProcess(untagged.Id, ProcFile.StartTime(untagged.Id)!.Value)}\n");

        Sweep().ShouldHaveSingleItem().Killed.ShouldBe(0);

        ProcFile.IsAlive(untagged.Id).ShouldBeTrue();
    }

    [Test]
    public void Living_host_and_what_it_has_are_left_alone()
    {
        using var living = HostFolder.Create(_parent);
        var its = Sleep((WorkerTag.HostVariable, living.Id));

        Sweep().ShouldBeEmpty();

        ProcFile.IsAlive(its.Id).ShouldBeTrue();
        Directory.Exists(living.Path).ShouldBeTrue();
    }

    [Test]
    public void Only_processes_with_all_variables_of_a_tag_are_killed()
    {
        var id = Guid.NewGuid().ToString("N");
        var both = Sleep(("POOL_HOST_ID", id), ("POOL_START_ID", "1"));
        var other = Sleep(("POOL_HOST_ID", id), ("POOL_START_ID", "12"));

        OrphanSweep.KillAll(("POOL_HOST_ID", id), ("POOL_START_ID", "1")).ShouldBe(1);

        both.WaitForExit();
        ProcFile.IsAlive(other.Id).ShouldBeTrue();
    }

    [Test]
    public void List_that_breaks_off_or_holds_nonsense_does_not_stop_the_sweep()
    {
        var (path, id) = DeadHost();
        File.AppendAllText(Path.Combine(path, "processes"), "nonsense\n12\n-1 5\n99999999999 1\n4");
        var orphan = Sleep((WorkerTag.HostVariable, id));

        Sweep().ShouldHaveSingleItem().Killed.ShouldBe(1);

        orphan.WaitForExit();
    }

    // What is left of a host's folder when its process has been killed: all of it, with no lock on it.
    private List<SweptHost> Sweep()
    {
        List<SweptHost> swept = [];
        OrphanSweep.Run(_parent, TimeProvider.System, swept);
        return swept;
    }

    private (string Path, string Id) DeadHost()
    {
        string path, id;
        using (var folder = HostFolder.Create(_parent))
        {
            (path, id) = (folder.Path, folder.Id);
            CopyTo(path, path + ".kept");
        }

        Directory.Move(path + ".kept", path);
        return (path, id);
    }

    private static void CopyTo(string from, string to)
    {
        Directory.CreateDirectory(to);
        File.WriteAllText(Path.Combine(to, "lock"), "");
        File.WriteAllText(Path.Combine(to, "processes"), "");
        Directory.GetFiles(from).Select(Path.GetFileName).ShouldBe(["lock", "processes"], ignoreOrder: true);
    }

    private Process Sleep(params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("sleep", "300");
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        _processes.Add(process);
        return process;
    }
}
