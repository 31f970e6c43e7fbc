using Pool.NUnit.Isolation;
using Pool.Runtime.Adapters;

namespace TextAnalytics.Tests;

/// <summary>The worker's modules by themselves, tested in Python.</summary>
internal sealed class PythonTests
{
    [IsolatedTest(Layer = TestLayer.Full)]
    public async Task Unit_tests_of_the_worker_pass(TestEnvironment environment)
    {
        (int exitCode, _, string report) = await ChildProcess.RunAsync(
            environment, PythonInterpreter.Find()!.Path,
            "-m", "unittest", "discover", "--start-directory", "python_tests", "--top-level-directory", "python_tests");

        exitCode.ShouldBe(0, report);
        report.TrimEnd().ShouldEndWith("OK");
    }
}
