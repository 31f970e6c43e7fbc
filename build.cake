#nullable enable
#load "eng/cake/TestTotals.cake"
#load "eng/cake/TrxFile.cake"
#load "eng/cake/Projects.cake"
#load "eng/cake/Layers.cake"
#load "eng/cake/Testing.cake"
#load "eng/cake/Reporting.cake"
#load "eng/cake/MutationAreas.cake"
#load "eng/cake/MutationReport.cake"
#load "eng/cake/Mutating.cake"
#load "eng/cake/Benchmarks.cake"
#load "eng/cake/Native.cake"
#load "eng/cake/Closing.cake"

// One configuration everywhere, so that what is tested is what is packed.
const string Configuration = "Release";

Task("Build")
    .Description("Builds the whole solution; a warning is an error.")
    .Does(() => Dotnet("build", "Pool.sln", "--configuration", Configuration, "--nologo", "--verbosity", "quiet"));

Task("Format")
    .Description("Checks that every file is formatted as .editorconfig says; changes nothing.")
    .Does(() => Dotnet("format", "Pool.sln", "--verify-no-changes"));

Task("Unit")
    .Description("Tests in this process alone: category Unit, and the projects that start no process.")
    .IsDependentOn("Build")
    .Does(() => RunTests("unit", [.. Wholly(Projects.InProcess), .. Selected("Unit")]));

Task("Integration")
    .Description("Category Integration at each layer in turn, or at one: --layer=1|2|3.")
    .IsDependentOn("Build")
    .Does(() => RunTests("integration", Layers.Chosen(LayerArgument).SelectMany(layer => Selected("Integration", layer))));

Task("System")
    .Description("Tests against real processes: category System, and the projects that start processes themselves.")
    .IsDependentOn("Build")
    .Does(() => RunTests("system", [.. Wholly(Projects.StartingProcesses), .. Selected("System")]));

Task("Orphans")
    .Description("Kills hosts at 200 seeded moments, or at --moments=N, and looks for what is left of them; stops one for a minute.")
    .IsDependentOn("Build")
    .Does(() => RunTests(
        "orphans",
        [new TestRun("tests/Pool.SystemTests", "FullyQualifiedName~KilledHostMoments|FullyQualifiedName~StoppedHost")],
        new Dictionary<string, string> { ["POOL_ORPHAN_MOMENTS"] = Argument("moments", "200"), ["POOL_STOP_SECONDS"] = "60" }));

Task("Chaos")
    .Description("Category Chaos: real faults while the tests run. Writes artifacts/chaos-report.")
    .IsDependentOn("Build")
    .Does(() => RunReported("chaos", Selected("Chaos")));

Task("Performance")
    .Description("Category Performance: load, measured and judged. Writes artifacts/performance-report.")
    .IsDependentOn("Build")
    .Does(() => RunReported("performance", Selected("Performance")));

Task("Report")
    .Description("Renders the reports again from the records of earlier runs and prints them in short.")
    .IsDependentOn("Build")
    .Does(() => RenderReports());

Task("Demo")
    .Description("Runs samples/Quickstart, whose tests cover all three layers, and shows the report. Builds only what it needs.")
    .Does(() => RunDemo());

Task("Native")
    .Description("Compiles a .NET worker ahead of time and runs its tests against that. Needs what Native AOT needs: a C compiler and zlib.")
    .IsDependentOn("Build")
    .Does(() => RunNative());

Task("Mutate")
    .Description("Breaks one area of Pool.Runtime in every small way and counts what its tests notice, in minutes: --area=Protocol, ...")
    .Does(() => RunMutation(Argument("area", "")));

Task("Bench")
    .Description("Measures the bars of an area, each as a ratio in one run: --area=runtime, --row=NAME, --quick.")
    .Does(() => RunBenchmarks(Argument("area", "runtime"), Argument<string?>("row", null), HasArgument("quick")));

Task("Test")
    .Description("Every test of the repository; the last line is the sum.")
    .IsDependentOn("Build")
    .Does(() => RunTests("test", Wholly(Projects.All)));

Task("Pack")
    .Description("Packs every package into artifacts/packages.")
    .IsDependentOn("Build")
    .Does(() => Dotnet("pack", "Pool.sln", "--configuration", Configuration, "--no-build", "--nologo", "--verbosity", "quiet", "--output", "artifacts/packages"));

Task("CI")
    .Description("All that must pass before a change lands: Format, Build, Test, Pack.")
    .IsDependentOn("Format")
    .IsDependentOn("Build")
    .IsDependentOn("Test")
    .IsDependentOn("Pack");

RunAndClose(Argument("target", ""));
