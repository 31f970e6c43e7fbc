using Pool.Runtime.Adapters.Processes;

namespace Pool.Runtime.Tests.Adapters.Processes;

[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SystemProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pool-programs-").FullName;

    public SystemProgramTests()
    {
        Make("program", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Make("text", UnixFileMode.UserRead);
        Directory.CreateDirectory(Path.Combine(_folder, "folder"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Name_is_looked_up_on_the_search_path_in_its_order()
    {
        SystemProgram.Resolve("program", "/", $"/no/such/folder:{_folder}").ShouldBe(Path.Combine(_folder, "program"));
        SystemProgram.Resolve("program", "/", "/no/such/folder").ShouldBeNull();
        SystemProgram.Resolve("program", _folder, null).ShouldBeNull();
    }

    [Test]
    public void Path_begins_in_the_working_directory()
    {
        SystemProgram.Resolve("./program", _folder, null).ShouldBe(Path.Combine(_folder, "./program"));
        SystemProgram.Resolve(Path.Combine(_folder, "program"), "/", null).ShouldBe(Path.Combine(_folder, "program"));
    }

    [TestCase("text")]
    [TestCase("folder")]
    [TestCase("nothing")]
    public void What_cannot_be_executed_is_no_program(string name)
    {
        SystemProgram.Resolve(name, "/", _folder).ShouldBeNull();
        SystemProgram.Resolve("./" + name, _folder, null).ShouldBeNull();
    }

    [Test]
    public void Programs_of_the_system_are_found_without_a_search_path()
    {
        SystemProgram.Find("true").ShouldNotBeNull();
        SystemProgram.Find("no-such-program").ShouldBeNull();
    }

    private void Make(string name, UnixFileMode mode)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "");
        File.SetUnixFileMode(path, mode);
    }
}
