using Pool.NUnit.Isolation;

namespace TextAnalytics.Tests;

/// <summary>The program itself, run as its page says.</summary>
internal sealed class ProgramTests
{
    private static readonly string Page = Path.Combine(AppContext.BaseDirectory, "README.md");

    [IsolatedTest(Layer = TestLayer.Full)]
    public async Task Program_prints_what_its_page_shows_and_leaves_no_process(TestEnvironment environment)
    {
        (int exitCode, string output, string error) = await ChildProcess.RunAsync(
            environment, DotNet(), Path.Combine(AppContext.BaseDirectory, "TextAnalytics.dll"));

        exitCode.ShouldBe(0, output + error);
        error.ShouldBeEmpty();
        ProgramOutput.WithoutIds(output).ShouldBe(ProgramOutput.WithoutIds(ShownOutput()));
    }

    private static string ShownOutput() =>
        File.ReadAllText(Page).ReplaceLineEndings("\n").Split("```text\n")[1].Split("```")[0];

    // The program that runs this host, where it says so.
    private static string DotNet() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
}
