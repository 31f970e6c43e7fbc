using System.Text.RegularExpressions;

namespace Pool.Architecture.Tests;

/// <summary>A source file without its comments and literals, so that a rule speaks of code and not of words about it.</summary>
internal sealed partial class CSharpCode
{
    private CSharpCode(string path, string text)
    {
        RelativePath = Repository.Relative(path);
        Name = Path.GetFileNameWithoutExtension(path);
        Text = Blanked().Replace(text, match => match.Value.StartsWith('/') ? " " : "\"\"");
    }

    public string RelativePath { get; }

    /// <summary>File name without its extension.</summary>
    public string Name { get; }

    public string Text { get; }

    public static CSharpCode Read(string path) => new(path, File.ReadAllText(path));

    public static CSharpCode Of(string text) => new(Repository.PathOf("Text.cs"), text);

    /// <summary>Names of the types declared directly in the namespace, each once.</summary>
    public IReadOnlyList<string> TopLevelTypes()
    {
        var names = new List<string>();
        int depth = 0;
        foreach (Match match in TypeOrBrace().Matches(Text))
        {
            depth += match.Value switch { "{" => 1, "}" => -1, _ => 0 };
            if (depth == 0 && match.Groups["name"] is { Success: true } name && !names.Contains(name.Value))
            {
                names.Add(name.Value);
            }
        }

        return names;
    }

    // In this order: comments, raw strings, verbatim strings, plain strings, characters.
    [GeneratedRegex("""
        //[^\n]* | /\*[\s\S]*?\*/
        | \$*(?<quotes>"{3,})[\s\S]*?\k<quotes>
        | (?:\$?@|@\$)"(?:[^"]|"")*"
        | \$?"(?:[^"\\\n]|\\.)*"
        | '(?:[^'\\\n]|\\.[^'\n]{0,8})'
        """, RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Blanked();

    [GeneratedRegex(@"[{}]|(?<![\w.])(?:class|struct|interface|enum|record(?!\s+(?:class|struct)\b)|delegate\s+[\w<>\[\]?.,]+)\s+(?<name>[A-Z]\w*)(?=[\s<({:;])", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TypeOrBrace();
}
