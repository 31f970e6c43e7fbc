namespace Pool.Packaging.Tests;

/// <summary>
/// A test project outside the repository that refers to the packages. Its packages folder is its own, so that the version under
/// test never enters the machine's.
/// </summary>
internal sealed class ConsumerProject : IDisposable
{
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("pool-consumer-").FullName;

    public string Feed => Path.Combine(Directory, "feed");

    public string Packages => Path.Combine(Directory, "packages");

    public string Output => Path.Combine(Directory, "bin", "Release", "net10.0");

    /// <summary>The version of a package in the feed. A floating one could be answered by any other feed of the machine.</summary>
    public string VersionOf(string package) =>
        Path.GetFileNameWithoutExtension(System.IO.Directory.EnumerateFiles(Feed, $"{package}.*.nupkg").Single())[(package.Length + 1)..];

    public void Write()
    {
        NuGetConfig.Write(Directory, Feed);
        File.WriteAllText(Path.Combine(Directory, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Pool.NUnit.Isolation" Version="[{VersionOf("Pool.NUnit.Isolation")}]" />
                {Reference("NUnit")}
                {Reference("NUnit3TestAdapter")}
                {Reference("Microsoft.NET.Test.Sdk")}
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(Directory, "poolsettings.json"), """{ "Layers": { "Full": { "MaxQueue": 77 } } }""");
        File.WriteAllText(Path.Combine(Directory, "ConsumerTests.cs"), """
            using NUnit.Framework;
            using Pool.NUnit.Isolation;
            using Pool.Runtime;

            namespace Consumer;

            public sealed class ConsumerTests
            {
                [IsolatedTest(Layer = TestLayer.Full, PoolSize = 1)]
                public async Task Worker_answers(SessionPool pool)
                {
                    CommandResult result = await pool.ExecuteAsync("me", "echo", new { text = "hello" });

                    Assert.That(result.Value.GetProperty("text").GetString(), Is.EqualTo("hello"));
                }

                [Performance(Layer = TestLayer.Full, PoolSize = 1, Clients = 2, DurationMs = 500, Warmup = 10, Thresholds = "errors < 1%")]
                public async Task Echo(SessionPool pool) => await pool.ExecuteAnonymousAsync("echo", new { text = "hello" });
            }
            """);
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    private static string Reference(string package) =>
        $"""<PackageReference Include="{package}" Version="{BuiltFrom.VersionOf(package)}" />""";
}
