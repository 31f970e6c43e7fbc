using Pool.NUnit.Isolation.Observability;

namespace Pool.NUnit.Isolation.Tests.Observability;

internal sealed class FailureReportTests
{
    [Test]
    public void End_of_a_file_that_is_too_long_is_kept_from_the_beginning_of_a_line()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "log.txt");

        FailureReport.Write(path, "first\nsecond\nthird", 10);

        File.ReadAllText(path).ShouldBe("third");
    }

    [Test]
    public void File_that_fits_is_whole()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "log.txt");

        FailureReport.Write(path, "first\nsecond", 12);

        File.ReadAllText(path).ShouldBe("first\nsecond");
    }

    [Test]
    public void File_that_is_there_is_not_written_over()
    {
        using TemporaryFolder folder = new();
        folder.Write("log.txt", "of another");
        Should.Throw<IOException>(() => FailureReport.Write(Path.Combine(folder.Path, "log.txt"), "mine", 100));
    }
}
