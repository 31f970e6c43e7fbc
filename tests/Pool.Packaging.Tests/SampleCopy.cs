using System.Xml.Linq;

namespace Pool.Packaging.Tests;

/// <summary>A sample as a newcomer has it who copied its folder: outside the repository, and with packages for projects.</summary>
internal sealed class SampleCopy : IDisposable
{
    private readonly string _root = System.IO.Directory.CreateTempSubdirectory("pool-sample-").FullName;
    private readonly string _name;

    public SampleCopy(string name)
    {
        _name = name;
        Directory = Path.Combine(_root, name);
    }

    public string Directory { get; }

    public string Feed => Path.Combine(_root, "feed");

    public string Packages => Path.Combine(_root, "packages");

    /// <summary>Copies the sample. The feed must hold the packages by now.</summary>
    public void Write()
    {
        string source = Path.Combine(BuiltFrom.RepositoryRoot, "samples", _name);
        foreach (string file in System.IO.Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(IsItsOwn))
        {
            string copy = Path.Combine(Directory, Path.GetRelativePath(source, file));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        UsePackages(Path.Combine(Directory, $"{_name}.csproj"));
        NuGetConfig.Write(Directory, Feed);
    }

    public void Dispose() => System.IO.Directory.Delete(_root, recursive: true);

    // What ties a sample to the repository stays behind.
    private static bool IsItsOwn(string file) => Path.GetFileName(file) is not ("Directory.Build.props" or "packages.lock.json");

    private void UsePackages(string path)
    {
        XDocument project = XDocument.Load(path);
        foreach (XElement reference in project.Descendants("ProjectReference").ToList())
        {
            string package = Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!);
            string version = Path.GetFileNameWithoutExtension(System.IO.Directory.EnumerateFiles(Feed, $"{package}.*.nupkg").Single())[(package.Length + 1)..];
            reference.ReplaceWith(new XElement("PackageReference", new XAttribute("Include", package), new XAttribute("Version", $"[{version}]")));
        }

        project.Root!.Element("PropertyGroup")!.Add(new XElement("ImplicitUsings", "enable"), new XElement("Nullable", "enable"));
        project.Save(path);
    }
}
