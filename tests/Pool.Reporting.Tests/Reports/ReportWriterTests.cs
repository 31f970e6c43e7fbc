using System.Text.Json;
using Pool.Reporting.Records;
using Pool.Reporting.Reports;

namespace Pool.Reporting.Tests.Reports;

internal sealed class ReportWriterTests
{
    [Test]
    public void The_three_reports_are_written_beside_the_records()
    {
        using var directory = new TemporaryDirectory();
        Record(directory, 1);

        var written = ReportWriter.Write(directory.Path, null)!;

        written.HtmlPath.ShouldBe(directory.File("report.html"));
        File.ReadAllText(written.HtmlPath).ShouldBe(HtmlReport.Render(written.Report));
        File.ReadAllText(written.MarkdownPath).ShouldBe(MarkdownReport.Render(written.Report));
        File.ReadAllText(written.JsonPath).ShouldBe(JsonReport.Render(written.Report));
        Directory.GetFiles(directory.Path).Length.ShouldBe(3);
    }

    [Test]
    public void Without_records_nothing_is_written()
    {
        using var directory = new TemporaryDirectory();

        ReportWriter.Write(directory.File("pool-report"), null).ShouldBeNull();
        Directory.GetFileSystemEntries(directory.Path).ShouldBeEmpty();
    }

    [Test]
    public void Without_records_of_the_run_nothing_is_written()
    {
        using var directory = new TemporaryDirectory();
        Record(directory, 1);

        ReportWriter.Write(directory.Path, "another-run").ShouldBeNull();
        Directory.GetFiles(directory.Path).ShouldBeEmpty();
    }

    [Test]
    public void Of_hosts_that_finish_at_once_the_last_report_has_the_records_of_all()
    {
        using var directory = new TemporaryDirectory();
        const int Hosts = 8;
        using var together = new Barrier(Hosts);
        var threads = Enumerable.Range(1, Hosts).Select(id => new Thread(() =>
        {
            together.SignalAndWait();
            Record(directory, id);
            ReportWriter.Write(directory.Path, "run-1", id);
        })).ToList();

        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        using var report = JsonDocument.Parse(File.ReadAllText(directory.File("report.json")));
        report.RootElement.GetProperty("tests").GetArrayLength().ShouldBe(Hosts);
        report.RootElement.GetProperty("hosts").GetArrayLength().ShouldBe(Hosts);
        Directory.GetFiles(directory.Path).Length.ShouldBe(3, "no temporary file is left");
    }

    [Test]
    public void A_writer_waits_for_the_one_before_it()
    {
        using var directory = new TemporaryDirectory();
        Record(directory, 1);
        using var started = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            started.Set();
            ReportWriter.Write(directory.Path, null);
        });
        using (DirectoryLock.Acquire(directory.Path, TimeSpan.FromSeconds(10)))
        {
            thread.Start();
            started.Wait();
            // However long it has been at it, it can't have written: the lock is ours.
            File.Exists(directory.File("report.json")).ShouldBeFalse();
        }

        thread.Join();
        File.Exists(directory.File("report.json")).ShouldBeTrue();
    }

    [Test]
    public void A_lock_that_is_never_released_is_given_up_with_the_directory_named()
    {
        using var directory = new TemporaryDirectory();
        using var held = DirectoryLock.Acquire(directory.Path, TimeSpan.FromSeconds(10));
        Exception? error = null;
        var thread = new Thread(() => error = Should.Throw<TimeoutException>(
            () => DirectoryLock.Acquire(directory.Path, TimeSpan.Zero)));

        thread.Start();
        thread.Join();

        error.ShouldNotBeNull().Message.ShouldContain(directory.Path);
    }

    [Test]
    public void A_lock_whose_owner_died_is_taken_over()
    {
        using var directory = new TemporaryDirectory();
        var thread = new Thread(() => DirectoryLock.Acquire(directory.Path, TimeSpan.FromSeconds(10)));
        thread.Start();
        thread.Join();

        using var taken = DirectoryLock.Acquire(directory.Path, TimeSpan.FromSeconds(10));

        taken.ShouldNotBeNull();
    }

    private static void Record(TemporaryDirectory directory, int processId)
    {
        using var writer = RecordWriter.Create(directory.Path, Some.Header with { ProcessId = processId });
        writer.Append(Some.Test with { TestName = FormattableString.Invariant($"Test{processId}") });
        writer.Complete(Some.Start.AddSeconds(10));
    }
}
