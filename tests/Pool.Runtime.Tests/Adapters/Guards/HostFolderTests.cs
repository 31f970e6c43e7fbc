using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Adapters.Guards;

namespace Pool.Runtime.Tests.Adapters.Guards;

[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class HostFolderTests : IDisposable
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root = Directory.CreateTempSubdirectory("pool-folder-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Parent => Path.Combine(_root, "hosts");

    [Test]
    public void Folder_and_its_parent_are_the_users_alone()
    {
        using var folder = HostFolder.Create(Parent);

        File.GetUnixFileMode(Parent).ShouldBe(Mine);
        File.GetUnixFileMode(folder.Path).ShouldBe(Mine);
        Path.GetFileName(folder.Path).ShouldBe(folder.Id);
    }

    [Test]
    public void Two_hosts_have_folders_of_their_own()
    {
        using var first = HostFolder.Create(Parent);
        using var second = HostFolder.Create(Parent);

        second.Id.ShouldNotBe(first.Id);
        HostFolder.FindDead(Parent, TimeProvider.System).ShouldBeEmpty();
    }

    [Test]
    public void Parent_that_others_may_enter_is_refused()
    {
        Directory.CreateDirectory(Parent, Mine | UnixFileMode.OtherExecute);

        Should.Throw<IOException>(() => HostFolder.Create(Parent)).Message.ShouldContain("is not this user's alone");
    }

    [Test]
    public void Parent_that_is_a_link_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_root, "elsewhere"), Mine);
        Directory.CreateSymbolicLink(Parent, Path.Combine(_root, "elsewhere"));

        Should.Throw<IOException>(() => HostFolder.Create(Parent)).Message.ShouldContain("is not this user's alone");
    }

    [Test]
    public void Disposed_folder_is_gone()
    {
        var folder = HostFolder.Create(Parent);
        folder.Note(Environment.ProcessId);

        folder.Dispose();

        Directory.Exists(folder.Path).ShouldBeFalse();
        HostFolder.FindDead(Parent, TimeProvider.System).ShouldBeEmpty();
    }

    [Test]
    public void Processes_are_noted_with_their_start_and_those_that_are_gone_are_not()
    {
        using var folder = HostFolder.Create(Parent);

        folder.Note(Environment.ProcessId);
        folder.Note(int.MaxValue);

        HostFolder.ReadProcesses(folder.Path).ShouldHaveSingleItem().ProcessId.ShouldBe(Environment.ProcessId);
    }

    [Test]
    public void Folder_that_was_never_finished_is_removed_after_a_day()
    {
        HostFolder.Create(Parent).Dispose();
        var unfinished = Directory.CreateDirectory(Path.Combine(Parent, "new-1")).FullName;
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());

        HostFolder.FindDead(Parent, time).ShouldBeEmpty();
        Directory.Exists(unfinished).ShouldBeTrue();
        time.Advance(TimeSpan.FromDays(2));
        HostFolder.FindDead(Parent, time).ShouldBeEmpty();
        Directory.Exists(unfinished).ShouldBeFalse();
    }
}
