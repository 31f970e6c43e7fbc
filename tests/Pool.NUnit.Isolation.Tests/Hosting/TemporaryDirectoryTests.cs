using Pool.NUnit.Isolation.Hosting;
using Pool.NUnit.Isolation.Processes;

namespace Pool.NUnit.Isolation.Tests.Hosting;

internal sealed class TemporaryDirectoryTests
{
    [Test]
    public async Task Directory_exists_from_the_first_use_to_the_end()
    {
        TemporaryDirectory directory = new(Identity("Saves/../../etc ü\0 " + new string('x', 300)));
        File.WriteAllText(Path.Combine(directory.Path, "file"), "");
        directory.Path.ShouldBe(directory.Path);
        Path.GetDirectoryName(directory.Path).ShouldBe(Path.TrimEndingDirectorySeparator(Path.GetTempPath()));
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(directory.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await directory.DeleteAsync(default);
        Directory.Exists(directory.Path).ShouldBeFalse();
    }

    [Test]
    public async Task Directory_that_was_never_used_is_never_created()
    {
        string marker = "never-" + Guid.NewGuid().ToString("N");
        await new TemporaryDirectory(Identity(marker)).DeleteAsync(default);
        Directory.GetDirectories(Path.GetTempPath(), $"*{marker}*").ShouldBeEmpty();
    }

    [Test]
    public async Task Directory_first_asked_for_after_the_end_is_refused_and_not_left_behind()
    {
        string marker = "late-" + Guid.NewGuid().ToString("N");
        TemporaryDirectory directory = new(Identity(marker));
        await directory.DeleteAsync(default);
        Should.Throw<InvalidOperationException>(() => directory.Path).Message.ShouldContain(marker);
        Directory.GetDirectories(Path.GetTempPath(), $"*{marker}*").ShouldBeEmpty();
    }

    private static TestIdentity Identity(string name) => new("t1", name, name, TestLayer.Mock, 1, 1, new ProcessTag("r", "t1"));
}
