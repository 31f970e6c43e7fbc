namespace Pool.NUnit.Isolation.Tests.Specimens;

/// <summary>A file that a failed specimen left, read before the folder of the run was deleted.</summary>
/// <param name="Folder">Name of the test's folder.</param>
/// <param name="Name">Name of the file.</param>
/// <param name="Text">Its content.</param>
/// <param name="FileMode">Who may read it; None on Windows.</param>
/// <param name="FolderMode">Who may list its folder; None on Windows.</param>
internal sealed record SpecimenFile(string Folder, string Name, string Text, UnixFileMode FileMode, UnixFileMode FolderMode)
{
    public static SpecimenFile Read(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        return new SpecimenFile(Path.GetFileName(folder), Path.GetFileName(path), File.ReadAllText(path), ModeOf(path), ModeOf(folder));
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);
}
