using Microsoft.Extensions.Time.Testing;
using Pool.NUnit.Isolation.Observability;

namespace Pool.NUnit.Isolation.Tests.Observability;

internal sealed class FailureFoldersTests
{
    [Test]
    public void Folder_is_of_test_process_and_assembly_and_absolute()
    {
        using TemporaryFolder work = new();
        string folder = new FailureFolders(TimeProvider.System).Create(work.Path, "My.Tests", "t1-7", "Name/../x");

        Directory.Exists(folder).ShouldBeTrue();
        Path.IsPathFullyQualified(folder).ShouldBeTrue();
        Path.GetFileName(folder).ShouldBe("t1-7-Name----x");
        Path.GetFileName(Path.GetDirectoryName(folder)!).ShouldBe($"My_Tests-{Environment.ProcessId}");
    }

    [Test]
    public void Earlier_folder_of_a_process_of_this_id_is_replaced_and_one_of_this_run_is_not()
    {
        using TemporaryFolder work = new();
        string first = new FailureFolders(TimeProvider.System).Create(work.Path, "A", "t1", "old");
        FailureFolders folders = new(TimeProvider.System);

        string second = folders.Create(work.Path, "A", "t1", "new");
        folders.Create(work.Path, "A", "t2", "new");

        Directory.Exists(first).ShouldBeFalse();
        Directory.Exists(second).ShouldBeTrue();
    }

    [Test]
    public void Old_runs_of_the_assembly_go_but_neither_young_ones_nor_others()
    {
        using TemporaryFolder work = new();
        string all = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(
            new FailureFolders(TimeProvider.System).Create(work.Path, "Probe", "t1", "x"))!)!);
        FakeTimeProvider clock = new(new DateTimeOffset(2040, 1, 10, 0, 0, 0, TimeSpan.Zero));
        DateTime old = clock.GetUtcNow().UtcDateTime.AddDays(-2);
        for (int i = 0; i < FailureFolders.RunsKept + 3; i++)
        {
            Old(Path.Combine(all, $"A-{i}"), old.AddMinutes(i));
        }

        Old(Path.Combine(all, "B-1"), old);
        Old(Path.Combine(all, "A-young"), clock.GetUtcNow().UtcDateTime);

        new FailureFolders(clock).Create(work.Path, "A", "t1", "x");

        string[] left = [.. Directory.EnumerateDirectories(all).Select(Path.GetFileName).OfType<string>()];
        left.ShouldContain("B-1");
        left.ShouldContain("A-young");
        left.ShouldContain($"A-{Environment.ProcessId}");
        left.Count(static n => n.StartsWith("A-", StringComparison.Ordinal)).ShouldBe(FailureFolders.RunsKept + 1);
        left.ShouldNotContain("A-0");
    }

    [Test]
    public void Places_are_limited()
    {
        FailureFolders folders = new(TimeProvider.System);
        Enumerable.Range(0, 4).Select(_ => folders.TryTakePlace(2)).ShouldBe([true, true, false, false]);
    }

    private static void Old(string path, DateTime at)
    {
        Directory.CreateDirectory(path);
        Directory.SetLastWriteTimeUtc(path, at);
    }
}
