using Pool.Runtime.Errors;
using Pool.Runtime.Hosting;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests;

/// <summary>An option that no check knows of fails here, whichever record it is added to.</summary>
internal sealed class PoolOptionsTests
{
    // Every value of these is allowed.
    private static readonly string[] Free = [nameof(PoolOptions.LazyStart), nameof(PoolOptions.Sizing)];

    private static IEnumerable<TestCaseData> Options() =>
        Of<PoolOptions>(options => options.Validated())
            .Concat(Of<CircuitBreakerOptions>(options => options.Validated()))
            .Concat(Of<ErrorOrchestratorOptions>(options => options.Validated()))
            .Concat(Of<SessionPoolHostingOptions>(options => options.Validated()))
            .Concat(Of<SizingOptions>(options => new PoolOptions { Size = 5, Sizing = options }.Validated(), "Sizing."));

    [TestCaseSource(nameof(Options))]
    public void Option_out_of_range_is_reported_by_name(Func<IReadOnlyList<InvalidOption>> check, string name) =>
        check().ShouldHaveSingleItem().Name.ShouldBe(name);

    [Test]
    public void Everything_that_is_wrong_is_reported_at_once()
    {
        var options = new PoolOptions { Sizing = new SizingOptions() };
        var wrong = OptionProperty.Of(typeof(PoolOptions)).Where(option => !Free.Contains(option.Name)).ToList();
        wrong.ForEach(option => option.SetValue(options, OptionProperty.WrongValue(option)));
        OptionProperty.Of(typeof(SizingOptions)).ToList().ForEach(option => option.SetValue(options.Sizing, OptionProperty.WrongValue(option)));

        var error = Should.Throw<PoolOptionsException>(() => options.Validated());

        // A leak that is to be reclaimed is wrong only without a threshold, which is there now, and wrong itself.
        error.InvalidOptions.Select(invalid => invalid.Name).ShouldBe(
            wrong.Select(option => option.Name)
                .Where(name => name != nameof(PoolOptions.ReclaimLeaks))
                .Concat(OptionProperty.Of(typeof(SizingOptions)).Select(option => "Sizing." + option.Name)),
            ignoreOrder: true);
        error.InvalidOptions.ShouldAllBe(invalid => error.Message.Contains(invalid.ToString(), StringComparison.Ordinal));
    }

    [Test]
    public void Warm_up_command_without_a_name_is_reported_with_its_place() =>
        Should.Throw<PoolOptionsException>(() => new PoolOptions { WarmUp = [new WarmUpCommand { Command = "a" }, new WarmUpCommand()] }.Validated())
            .InvalidOptions.ShouldHaveSingleItem().Name.ShouldBe("WarmUp[1].Command");

    [Test]
    public void Defaults_are_valid()
    {
        Should.NotThrow(() => new PoolOptions().Validated());
        Should.NotThrow(() => new PoolOptions { Sizing = new SizingOptions() }.Validated());
    }

    private static IEnumerable<TestCaseData> Of<T>(Action<T> validate, string prefix = "")
        where T : class, new() =>
        OptionProperty.Of(typeof(T)).Where(option => !Free.Contains(option.Name)).Select(option => new TestCaseData(
            () =>
            {
                var options = new T();
                option.SetValue(options, OptionProperty.WrongValue(option));
                return Should.Throw<PoolOptionsException>(() => validate(options)).InvalidOptions;
            },
            prefix + option.Name).SetArgDisplayNames($"{typeof(T).Name}.{option.Name}"));
}
