namespace Pool.Packaging.Tests;

/// <summary>A program with a Python worker of its own, built against the package alone.</summary>
// Packs a project that the other fixture packs too, by way of the same intermediate files.
[Category("Packaging")]
[NonParallelizable]
internal sealed class PackedSampleTests
{
    [Test]
    public async Task Text_analytics_runs_from_a_copy_of_its_folder()
    {
        using var sample = new SampleCopy("TextAnalytics");
        (await Dotnet.RunAsync(
            BuiltFrom.RepositoryRoot, BuiltFrom.PackageRoot,
            "pack", "src/Pool.Runtime", "--no-build", "--configuration", BuiltFrom.Configuration, "--output", sample.Feed)).Succeeded();
        sample.Write();

        DotnetResult run = await Dotnet.RunAsync(sample.Directory, sample.Packages, "run");

        run.Succeeded().Output.ShouldContain("the index came from a snapshot and 1 replayed command");
        Directory.Exists(Path.Combine(sample.Packages, "pool.runtime")).ShouldBeTrue(run.Output);
    }
}
