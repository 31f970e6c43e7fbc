using Microsoft.Extensions.Configuration;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Hosting;

namespace Pool.Runtime.Tests.Hosting;

internal sealed class OptionsComposerTests
{
    [Test]
    public void Code_wins_over_configuration_and_configuration_over_defaults()
    {
        var options = Compose(
            new SessionPoolSetup
            {
                Adapter = Adapter,
                Configure = read => read with { Size = read.Size + 1 },
                ConfigureCircuitBreaker = read => read with { HalfOpenProbes = 3 },
                ConfigureErrorOrchestrator = read => read with { MinimumRetries = 7 },
                ConfigureHosting = read => read with { DrainGrace = TimeSpan.Zero },
            },
            ("Size", "4"),
            ("CircuitBreaker:MinimumThroughput", "5"),
            ("ErrorOrchestrator:RetryShare", "0.5"),
            ("Hosting:Start", "InBackground"));

        options.Pool.ShouldSatisfyAllConditions(pool => pool.Size.ShouldBe(5), pool => pool.Name.ShouldBe("search"), pool => pool.MaxQueue.ShouldBe(1000));
        options.CircuitBreaker.ShouldSatisfyAllConditions(breaker => breaker.MinimumThroughput.ShouldBe(5), breaker => breaker.HalfOpenProbes.ShouldBe(3));
        options.ErrorOrchestrator.ShouldSatisfyAllConditions(orchestrator => orchestrator.RetryShare.ShouldBe(0.5), orchestrator => orchestrator.MinimumRetries.ShouldBe(7));
        options.Hosting.ShouldBe(new SessionPoolHostingOptions { Start = HostedStart.InBackground, DrainGrace = TimeSpan.Zero });
    }

    [Test]
    public void Everything_that_is_wrong_is_told_at_once_with_its_place()
    {
        var error = Should.Throw<PoolOptionsException>(() => Compose(
            new SessionPoolSetup(),
            ("Sise", "4"),
            ("MaxQueue", "many"),
            ("MaxOverflow", "-1"),
            ("Sizing:MinSize", "0"),
            ("WarmUp:0:Args", "1"),
            ("CircuitBreaker:FailureRatio", "2"),
            ("CircuitBreaker:Breakduration", "5"),
            ("ErrorOrchestrator:RetryShare", "-1"),
            ("Hosting:DrainGrace", "-00:00:01")));

        error.InvalidOptions.Select(invalid => invalid.Name).ShouldBe(
            [
                "Sise", "MaxQueue", "MaxOverflow", "Sizing:MinSize", "WarmUp:0:Command", "CircuitBreaker:FailureRatio", "CircuitBreaker:Breakduration",
                "ErrorOrchestrator:RetryShare", "Hosting:DrainGrace", "Process",
            ],
            ignoreOrder: true);
        error.Message.ShouldStartWith("Pool 'search': Configuration section 'Pools:search' cannot be used: ");
    }

    [Test]
    public void Option_that_cannot_be_read_is_not_told_of_a_second_time() =>
        Should.Throw<PoolOptionsException>(() => Compose(new SessionPoolSetup { Adapter = Adapter, Configure = read => read with { Size = 0 } }, ("Size", "x")))
            .InvalidOptions.ShouldHaveSingleItem().Value.ShouldBe("'x'");

    [Test]
    public void Program_of_the_section_starts_the_workers() =>
        Compose(new SessionPoolSetup(), ("Process:FileName", "python3"), ("Process:Arguments:0", "-m"))
            .Process!.Description.ShouldBe("python3 -m");

    [TestCase("Process:ErrorOutputBytes", "1", "Process")]
    [TestCase("Process:FileNam", "x", "Process:FileNam")]
    public void Program_that_cannot_be_is_an_error(string name, string value, string told) =>
        Should.Throw<PoolOptionsException>(() => Compose(new SessionPoolSetup(), ("Process:FileName", "python3"), (name, value)))
            .InvalidOptions.ShouldHaveSingleItem().Name.ShouldBe(told);

    [Test]
    public void Section_of_a_program_is_left_to_an_adapter_that_is_made_by_code() =>
        Compose(new SessionPoolSetup { Adapter = Adapter }, ("Process:Image", "worker:1")).Process.ShouldBeNull();

    [Test]
    public void Options_of_code_alone_are_checked_as_well() =>
        Should.Throw<PoolOptionsException>(() => OptionsComposer.Compose(
                new PoolRegistration("search", new SessionPoolSetup { Adapter = Adapter, Configure = read => read with { Size = 0, MaxQueue = -1 } })))
            .Message.ShouldContain("PoolOptions cannot be used: Size is 0 and must be 1 to 10,000; MaxQueue is -1 and must be 0 to 1,000,000");

    private static ComposedOptions Compose(SessionPoolSetup setup, params (string Name, string Value)[] values)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(value => KeyValuePair.Create("Pools:search:" + value.Name, (string?)value.Value))).Build();
        return OptionsComposer.Compose(new PoolRegistration("search", setup with { Section = configuration.GetSection("Pools:search") }));
    }

    private static InMemoryAdapter Adapter(IServiceProvider services) => new InMemoryAdapter(context => new ScriptedWorker(context));
}
