using System.Reflection;
using System.Xml.Linq;

namespace Pool.Packaging.Tests;

/// <summary>The repository and the build that this assembly comes from.</summary>
internal static class BuiltFrom
{
    public static string Configuration => Metadata("Configuration");

    public static string RepositoryRoot => Metadata("RepositoryRoot");

    /// <summary>Where NuGet keeps the packages of the machine.</summary>
    public static string PackageRoot => Metadata("NuGetPackageRoot");

    /// <summary>The version that the repository pins for a package.</summary>
    public static string VersionOf(string package) =>
        (string)XDocument.Load(Path.Combine(RepositoryRoot, "Directory.Packages.props"))
            .Descendants("PackageVersion").Single(pin => (string?)pin.Attribute("Include") == package)
            .Attribute("Version")!;

    private static string Metadata(string key) =>
        typeof(BuiltFrom).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
