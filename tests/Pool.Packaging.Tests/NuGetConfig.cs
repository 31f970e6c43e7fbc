namespace Pool.Packaging.Tests;

/// <summary>The configuration of a project outside the repository.</summary>
internal static class NuGetConfig
{
    /// <summary>Takes the packages under test from a feed, and others from the machine's folder, to spare the download.</summary>
    public static void Write(string directory, string feed) => File.WriteAllText(Path.Combine(directory, "nuget.config"), $"""
        <configuration>
          <packageSources>
            <add key="packed" value="{feed}" />
          </packageSources>
          <fallbackPackageFolders>
            <add key="machine" value="{BuiltFrom.PackageRoot}" />
          </fallbackPackageFolders>
        </configuration>
        """);
}
