using System.Text.RegularExpressions;

namespace Pool.Architecture.Tests.Documentation;

/// <summary>A document of the repository: its fenced blocks and its links.</summary>
internal sealed partial class MarkdownFile
{
    private readonly string _path;
    private readonly string _text;

    private MarkdownFile(string path)
    {
        _path = path;
        _text = File.ReadAllText(path).ReplaceLineEndings("\n");
    }

    public string RelativePath => Repository.Relative(_path);

    public static MarkdownFile Readme { get; } = new(Repository.PathOf("README.md"));

    public static MarkdownFile Of(params string[] path) => new(Repository.PathOf(path));

    public static IEnumerable<MarkdownFile> All() =>
        Directory.EnumerateFiles(Repository.Root, "*.md").Concat(Repository.Files("docs", "*.md")).Select(path => new MarkdownFile(path)).Concat(OfSamples());

    /// <summary>The pages that lie beside samples.</summary>
    public static IEnumerable<MarkdownFile> OfSamples() => Repository.Files("samples", "*.md").Select(path => new MarkdownFile(path));

    /// <summary>Texts of the blocks fenced as a language.</summary>
    public IReadOnlyList<string> Blocks(string language) =>
    [
        .. Fence().Matches(_text).Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["text"].Value),
    ];

    /// <summary>Targets of links to other files, as full paths.</summary>
    public IEnumerable<string> LinkedFiles() =>
        Link().Matches(_text).Select(link => link.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
            .Select(target => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(_path)!, target.Split('#')[0])));

    /// <summary>Names of the build's targets that the text tells the reader to run.</summary>
    public IEnumerable<string> BuildTargets() =>
        BuildCommand().Matches(_text).Select(command => command.Groups["target"].Value);

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Link();

    [GeneratedRegex(@"\./build\.sh (?<target>[a-z]+)", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex BuildCommand();
}
