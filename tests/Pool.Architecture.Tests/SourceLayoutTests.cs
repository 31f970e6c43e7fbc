using System.Text.RegularExpressions;

namespace Pool.Architecture.Tests;

/// <summary>How source files are cut and named.</summary>
internal sealed partial class SourceLayoutTests
{
    // Extensions of a container's builder are found without a using only there.
    private static readonly string[] Exceptions =
    [
        "src/Pool.Runtime/Hosting/SessionPoolServiceCollectionExtensions.cs is in Microsoft.Extensions.DependencyInjection",
        "src/Pool.Runtime/Hosting/SessionPoolServiceProviderExtensions.cs is in Microsoft.Extensions.DependencyInjection",
        "src/Pool.Runtime/Hosting/SessionPoolHealthChecksBuilderExtensions.cs is in Microsoft.Extensions.DependencyInjection",
    ];

    private static IEnumerable<CSharpCode> Sources() => Repository.Files("src", "*.cs").Select(CSharpCode.Read);

    [Test]
    public void File_holds_one_type_of_its_own_name() =>
        Sources().Select(code => (code, types: code.TopLevelTypes()))
            .Where(file => file.types.Count > 1 || (file.types is [var type] && type != file.code.Name.Split('.')[0]))
            .Select(file => $"{file.code.RelativePath} holds {string.Join(", ", file.types)}")
            .ShouldBeEmpty();

    [Test]
    public void No_type_or_folder_is_named_for_being_a_collection_of_anything() =>
        Sources().SelectMany(code => code.TopLevelTypes().Concat(code.RelativePath.Split('/')[..^1]).Where(name => Vague().IsMatch(name))
                .Select(name => $"{code.RelativePath}: {name}"))
            .ShouldBeEmpty();

    [Test]
    public void Namespace_is_the_folder() =>
        Sources().Select(code => (code, space: Namespace().Match(code.Text).Groups["name"].Value))
            .Where(file => file.space.Length > 0 && file.space != Path.GetDirectoryName(file.code.RelativePath["src/".Length..])!.Replace(Path.DirectorySeparatorChar, '.'))
            .Select(file => $"{file.code.RelativePath} is in {file.space}")
            .Except(Exceptions)
            .ShouldBeEmpty();

    [GeneratedRegex("(?:Helpers?|Util(?:s|ities|ity)?|Common|Manager|Misc)$", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Vague();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Namespace();
}
