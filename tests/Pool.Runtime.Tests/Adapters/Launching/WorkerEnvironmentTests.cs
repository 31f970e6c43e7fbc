using Pool.Runtime.Adapters;
using Pool.Runtime.Adapters.Launching;

namespace Pool.Runtime.Tests.Adapters.Launching;

internal sealed class WorkerEnvironmentTests
{
    [Test]
    public void Everything_is_inherited_unless_a_list_says_what()
    {
        WorkerEnvironment.Of(Options()).ShouldContainKeyAndValue("PATH", Environment.GetEnvironmentVariable("PATH")!);
        WorkerEnvironment.Of(Options() with { InheritedVariables = [] }).ShouldBeEmpty();
        WorkerEnvironment.Of(Options() with { InheritedVariables = ["PATH", "NO_SUCH_VARIABLE"] }).Keys.ShouldBe(["PATH"]);
    }

    [TestCase("PAT*", true)]
    [TestCase("*", true)]
    [TestCase("PATH*", true)]
    [TestCase("PATHS*", false)]
    [TestCase("ATH", false)]
    public void Star_stands_for_the_rest_of_a_name(string pattern, bool isInherited) =>
        WorkerEnvironment.Of(Options() with { InheritedVariables = [pattern] }).ContainsKey("PATH").ShouldBe(isInherited);

    [Test]
    public void Variables_of_the_options_win_and_null_takes_one_away()
    {
        var options = Options() with
        {
            EnvironmentVariables = new Dictionary<string, string?>(StringComparer.Ordinal) { ["PATH"] = null, ["A"] = "1", ["OMP_NUM_THREADS"] = "5" },
            Limits = new WorkerLimits { NumericThreads = 2 },
        };

        var variables = WorkerEnvironment.Of(options);

        variables.ShouldNotContainKey("PATH");
        (variables["A"], variables["OMP_NUM_THREADS"], variables["MKL_NUM_THREADS"]).ShouldBe(("1", "5", "2"));
    }

    private static ProcessAdapterOptions Options() => new() { FileName = "program" };
}
