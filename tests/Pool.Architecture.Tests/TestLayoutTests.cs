namespace Pool.Architecture.Tests;

/// <summary>A test class named for a type lies where the type lies, unless its folder has no like in src and so mirrors nothing.</summary>
internal sealed class TestLayoutTests
{
    private static IEnumerable<string> TestProjects() =>
        Directory.EnumerateDirectories(Repository.PathOf("tests"), "*.Tests")
            .Select(project => Path.GetFileName(project)!)
            .Where(project => Directory.Exists(SourceOf(project)));

    [TestCaseSource(nameof(TestProjects))]
    public void Tests_of_a_type_mirror_its_folder(string project)
    {
        ILookup<string, string> folders = Repository.Files(Repository.Relative(SourceOf(project)), "*.cs")
            .ToLookup(file => Path.GetFileName(file)!, file => Path.GetRelativePath(SourceOf(project), Path.GetDirectoryName(file)!));

        Repository.Files($"tests/{project}", "*Tests.cs")
            .Select(file => (
                file,
                folder: Path.GetRelativePath(Repository.PathOf("tests", project), Path.GetDirectoryName(file)!),
                source: Path.GetFileName(file)!.Replace("Tests.cs", ".cs", StringComparison.Ordinal)))
            .Where(test => Directory.Exists(Path.Combine(SourceOf(project), test.folder))
                && folders.Contains(test.source) && !folders[test.source].Contains(test.folder))
            .Select(test => $"{Repository.Relative(test.file)} belongs into {string.Join(" or ", folders[test.source])}")
            .ShouldBeEmpty();
    }

    private static string SourceOf(string testProject) => Repository.PathOf("src", testProject[..^".Tests".Length]);
}
