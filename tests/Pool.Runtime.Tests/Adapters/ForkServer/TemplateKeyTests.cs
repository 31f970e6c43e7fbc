using Pool.Runtime.Adapters;
using Pool.Runtime.Adapters.ForkServer;

namespace Pool.Runtime.Tests.Adapters.ForkServer;

internal sealed class TemplateKeyTests
{
    private static readonly ProcessAdapterOptions Options = new() { FileName = "python3", Arguments = ["-m", "pool_worker"] };

    [Test]
    public void Same_program_has_the_same_key_whatever_belongs_to_one_worker()
    {
        var first = TemplateKey.Of(Options, Variables(("A", "1"), ("POOL_TEST_ID", "1")));

        TemplateKey.Of(Options with { Limits = new WorkerLimits { Niceness = 1 } }, Variables(("A", "1"), ("POOL_TEST_ID", "2"), ("POOL_RUN_ID", "r"))).ShouldBe(first);
    }

    [Test]
    public void Another_program_has_another_key()
    {
        var keys = new[]
        {
            TemplateKey.Of(Options, Variables()),
            TemplateKey.Of(Options, Variables(("A", "1"))),
            TemplateKey.Of(Options, Variables(("A", "2"))),
            TemplateKey.Of(Options with { FileName = "python4" }, Variables()),
            TemplateKey.Of(Options with { Arguments = ["-m", "pool_worker", "x"] }, Variables()),
            TemplateKey.Of(Options with { Arguments = ["-mpool_worker"] }, Variables()),
            TemplateKey.Of(Options with { WorkingDirectory = "/" }, Variables()),
        };

        keys.ShouldBeUnique();
    }

    private static SortedDictionary<string, string> Variables(params (string Name, string Value)[] variables) =>
        new(variables.ToDictionary(variable => variable.Name, variable => variable.Value), StringComparer.Ordinal);
}
