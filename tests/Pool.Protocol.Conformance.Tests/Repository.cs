namespace Pool.Protocol.Conformance.Tests;

/// <summary>Where the tests were built from: workers that are run by an interpreter lie there.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Pool.sln")))
                return directory.FullName;
        }

        throw new InvalidOperationException($"No Pool.sln above {AppContext.BaseDirectory}. Run the tests from a build inside the repository.");
    }
}
