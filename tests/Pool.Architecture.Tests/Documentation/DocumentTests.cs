using System.Text.RegularExpressions;

namespace Pool.Architecture.Tests.Documentation;

internal sealed class DocumentTests
{
    [TestCase("csharp", "samples", "*.cs")]
    [TestCase("python", "src/python", "*.py")]
    public void Code_in_the_readme_is_code_that_CI_runs(string language, string folder, string pattern)
    {
        string[] sources = [.. Repository.Files(folder, pattern).Select(path => Unindented(File.ReadAllText(path)))];

        MarkdownFile.Readme.Blocks(language).ShouldNotBeEmpty();
        MarkdownFile.Readme.Blocks(language).ShouldAllBe(block => sources.Any(source => source.Contains(Unindented(block), StringComparison.Ordinal)));
    }

    [TestCase("csharp", "*.cs")]
    [TestCase("python", "*.py")]
    public void Code_on_the_page_of_a_sample_is_code_of_a_sample(string language, string pattern)
    {
        string[] sources = [.. Repository.Files("samples", pattern).Select(path => Unindented(File.ReadAllText(path)))];

        string[] blocks = [.. MarkdownFile.OfSamples().SelectMany(page => page.Blocks(language))];

        blocks.ShouldNotBeEmpty();
        blocks.ShouldAllBe(block => sources.Any(source => source.Contains(Unindented(block), StringComparison.Ordinal)));
    }

    [Test]
    public void Code_on_the_page_of_sessions_is_code_that_tests_run()
    {
        string tests = Unindented(File.ReadAllText(Repository.PathOf("tests", "Pool.Runtime.Tests", "Documentation", "SessionsPageTests.cs")));

        IReadOnlyList<string> blocks = MarkdownFile.Of("docs", "sessions.md").Blocks("csharp");

        blocks.ShouldNotBeEmpty();
        blocks.ShouldAllBe(block => tests.Contains(Unindented(block), StringComparison.Ordinal));
    }

    [TestCase("python", "src/python/tests/notes.py")]
    [TestCase(
        "csharp",
        "tests/Pool.Worker.Tests/Documentation/NotesWorker.cs",
        "tests/specimens/Pool.Worker.Specimens/Program.cs",
        "tests/specimens/Pool.Worker.Specimens/NoteContracts.cs")]
    public void Code_on_the_page_of_workers_is_a_worker_that_tests_run(string language, params string[] paths)
    {
        string[] workers = [.. paths.Select(path => Unindented(File.ReadAllText(Repository.PathOf(path.Split('/')))))];

        IReadOnlyList<string> blocks = MarkdownFile.Of("docs", "workers.md").Blocks(language);

        blocks.Count.ShouldBeGreaterThan(5);
        blocks.ShouldAllBe(block => workers.Any(worker => worker.Contains(Unindented(block), StringComparison.Ordinal)));
    }

    [Test]
    public void Commands_in_the_readme_are_commands_that_CI_runs()
    {
        string ci = File.ReadAllText(Repository.PathOf(".ci", "run"));

        MarkdownFile.Readme.Blocks("bash").SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .ShouldAllBe(command => Regex.IsMatch(
                ci, $"^(step )?{Regex.Escape(command)}( |$)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10)));
    }

    [Test]
    public void Readme_says_what_it_is_within_a_screen() =>
        File.ReadLines(Repository.PathOf("README.md")).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).Count()
            .ShouldBeLessThanOrEqualTo(48);

    [Test]
    public void Every_build_target_that_a_document_names_exists()
    {
        string build = File.ReadAllText(Repository.PathOf("build.cake"));

        MarkdownFile.All().SelectMany(document => document.BuildTargets())
            .ShouldAllBe(target => build.Contains($"Task(\"{target}\")", StringComparison.OrdinalIgnoreCase));
    }

    [Test]
    public void Every_link_to_a_file_leads_somewhere() =>
        MarkdownFile.All()
            .SelectMany(document => document.LinkedFiles().Where(target => !Path.Exists(target))
                .Select(target => $"{document.RelativePath} links to {Repository.Relative(target)}"))
            .ShouldBeEmpty();

    // A block in a document is indented less than in its class, and may leave out empty lines.
    private static string Unindented(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
