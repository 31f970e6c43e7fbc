using Pool.Reporting.Records;

namespace Pool.Reporting.Tests.Records;

internal sealed class RecordWriterTests
{
    [Test]
    public void A_record_is_in_the_file_as_soon_as_it_is_appended()
    {
        using var directory = new TemporaryDirectory();
        using var writer = RecordWriter.Create(directory.Path, Some.Header);

        writer.Append(Some.Test);

        // Read through another handle while the writer is still open: nothing waits in a buffer of ours.
        RecordReader.Read(writer.FilePath).Tests.ShouldHaveSingleItem().TestName.ShouldBe(Some.Test.TestName);
    }

    [Test]
    public void The_file_is_named_after_assembly_and_process()
    {
        using var directory = new TemporaryDirectory();
        using var writer = RecordWriter.Create(directory.Path, Some.Header);

        writer.FilePath.ShouldBe(directory.File("records", "My.Tests-4711.jsonl"));
    }

    [TestCase("../../etc/passwd")]
    [TestCase("a/b\\c:d*e")]
    [TestCase("..")]
    [TestCase("")]
    [TestCase("\u0000\n")]
    public void An_assembly_name_can_never_leave_the_directory(string assembly)
    {
        using var directory = new TemporaryDirectory();
        using var writer = RecordWriter.Create(directory.Path, Some.Header with { Assembly = assembly });

        Path.GetDirectoryName(writer.FilePath).ShouldBe(directory.File("records"));
        File.Exists(writer.FilePath).ShouldBeTrue();
    }

    [Test]
    public void A_very_long_assembly_name_is_cut()
    {
        using var directory = new TemporaryDirectory();
        using var writer = RecordWriter.Create(directory.Path, Some.Header with { Assembly = new string('a', 4_000) });

        Path.GetFileName(writer.FilePath).Length.ShouldBeLessThan(200);
    }

    [Test]
    public void A_file_left_by_an_earlier_process_of_the_same_id_is_replaced()
    {
        using var directory = new TemporaryDirectory();
        using (var earlier = RecordWriter.Create(directory.Path, Some.Header))
        {
            earlier.Append(Some.Test);
            earlier.Append(Some.Test);
        }

        using var writer = RecordWriter.Create(directory.Path, Some.Header with { RunId = "run-2" });

        var host = RecordReader.Read(writer.FilePath);
        host.Header!.RunId.ShouldBe("run-2");
        host.Tests.ShouldBeEmpty();
    }

    [Test]
    public void Completing_writes_the_footer_once_and_ends_the_file()
    {
        using var directory = new TemporaryDirectory();
        using var writer = RecordWriter.Create(directory.Path, Some.Header);

        writer.Complete(Some.Start.AddMinutes(1));
        writer.Complete(Some.Start.AddMinutes(2));

        RecordReader.Read(writer.FilePath).Footer!.CompletedAt.ShouldBe(Some.Start.AddMinutes(1));
        Should.Throw<ObjectDisposedException>(() => writer.Append(Some.Test));
    }

    [Test]
    public void Disposing_without_completing_leaves_no_footer()
    {
        using var directory = new TemporaryDirectory();
        var writer = RecordWriter.Create(directory.Path, Some.Header);

        writer.Dispose();

        RecordReader.Read(writer.FilePath).Footer.ShouldBeNull();
    }

    [Test]
    public void Records_of_many_threads_never_mix()
    {
        using var directory = new TemporaryDirectory();
        using var writer = RecordWriter.Create(directory.Path, Some.Header);
        var message = new string('x', 20_000);

        Parallel.For(0, 200, i => writer.Append(Some.Test with { TestName = $"T{i}", Message = message }));

        var host = RecordReader.Read(writer.FilePath);
        host.Problems.ShouldBeEmpty();
        host.Tests.Select(test => test.TestName).Distinct(StringComparer.Ordinal).Count().ShouldBe(200);
    }

    [Test]
    public void Old_files_beyond_the_newest_twenty_of_the_assembly_are_removed()
    {
        using var directory = new TemporaryDirectory();
        var records = Directory.CreateDirectory(directory.File("records"));
        for (var i = 1; i <= RecordRetention.FilesKept + 3; i++)
        {
            Place(records, $"My.Tests-{i}.jsonl", Some.Start.AddDays(-2).AddMinutes(-i));
        }

        Place(records, "My.Tests-Other-1.jsonl", Some.Start.AddDays(-90));
        using var writer = RecordWriter.Create(directory.Path, Some.Header);

        records.GetFiles().Length.ShouldBe(RecordRetention.FilesKept + 2);
        File.Exists(directory.File("records", "My.Tests-1.jsonl")).ShouldBeTrue();
        File.Exists(directory.File("records", "My.Tests-Other-1.jsonl")).ShouldBeTrue();
        File.Exists(directory.File("records", $"My.Tests-{RecordRetention.FilesKept + 1}.jsonl")).ShouldBeFalse();
    }

    [Test]
    public void Files_of_today_are_kept_however_many_there_are()
    {
        using var directory = new TemporaryDirectory();
        var records = Directory.CreateDirectory(directory.File("records"));
        for (var i = 1; i <= RecordRetention.FilesKept + 5; i++)
        {
            Place(records, $"My.Tests-{i}.jsonl", Some.Start.AddHours(-1));
        }

        using var writer = RecordWriter.Create(directory.Path, Some.Header);

        records.GetFiles().Length.ShouldBe(RecordRetention.FilesKept + 6);
    }

    private static void Place(DirectoryInfo directory, string name, DateTimeOffset written)
    {
        var path = Path.Combine(directory.FullName, name);
        File.WriteAllText(path, "");
        File.SetLastWriteTimeUtc(path, written.UtcDateTime);
    }
}
