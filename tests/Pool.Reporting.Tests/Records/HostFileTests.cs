using Pool.Reporting.Records;

namespace Pool.Reporting.Tests.Records;

internal sealed class HostFileTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void The_file_is_named_after_assembly_and_process_and_holds_what_was_written_last()
    {
        using var directory = new TemporaryDirectory();
        Write(directory.Path, "first, and longer"u8);

        var path = Write(directory.Path, "second"u8);

        path.ShouldBe(directory.File("settings", "My.Tests-7.json"));
        File.ReadAllText(path).ShouldBe("second");
        Directory.EnumerateFiles(directory.File("settings")).ShouldHaveSingleItem();
    }

    [TestCase("../../etc/passwd")]
    [TestCase("..")]
    [TestCase("")]
    public void An_assembly_name_can_never_leave_the_directory(string assembly)
    {
        using var directory = new TemporaryDirectory();

        Path.GetDirectoryName(Write(directory.Path, [], assembly)).ShouldBe(directory.File("settings"));
    }

    [Test]
    public void The_oldest_of_many_earlier_runs_are_removed_and_other_files_stay()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.File("settings"));
        for (var i = 0; i < 30; i++)
        {
            var old = directory.File("settings", $"My.Tests-{100 + i}.json");
            File.WriteAllText(old, "");
            File.SetLastWriteTimeUtc(old, Now.UtcDateTime.AddDays(-2).AddMinutes(i));
        }

        File.WriteAllText(directory.File("settings", "My.Tests-1.jsonl"), "");

        Write(directory.Path, []);

        var left = Directory.EnumerateFiles(directory.File("settings")).Select(Path.GetFileName).ToArray();
        left.Length.ShouldBe(22);
        left.ShouldContain("My.Tests-129.json");
        left.ShouldNotContain("My.Tests-100.json");
        left.ShouldContain("My.Tests-1.jsonl");
    }

    private static string Write(string directory, ReadOnlySpan<byte> content, string assembly = "My.Tests") =>
        HostFile.Write(directory, "settings", ".json", assembly, 7, Now, content);
}
