using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Hosting;
using Pool.Runtime.Hosting.Binding;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Hosting.Binding;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SectionBinderTests
{
    private readonly BindingErrors _errors = new();

    private static IEnumerable<TestCaseData> Scalars() =>
        new[]
            {
                typeof(PoolOptions), typeof(SizingOptions), typeof(CircuitBreakerOptions), typeof(ErrorOrchestratorOptions),
                typeof(SessionPoolHostingOptions), typeof(ProcessAdapterOptions), typeof(WarmUpCommand), typeof(Backoff), typeof(RecoveryRule),
            }
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(option => (type, option)))
            .Where(each => Sample(each.option.PropertyType) is not null)
            .Select(each => new TestCaseData(each.type, each.option).SetArgDisplayNames(each.type.Name, each.option.Name));

    [TestCaseSource(nameof(Scalars))]
    public void Every_option_of_one_value_is_read(Type type, PropertyInfo option)
    {
        var (text, value) = Sample(option.PropertyType)!.Value;
        var options = Activator.CreateInstance(type)!;

        new SectionBinder(_errors).Bind(Section((option.Name.ToLowerInvariant(), text)), options, "");

        Errors().ShouldBeEmpty();
        option.GetValue(options).ShouldBe(value);
    }

    [Test]
    public void Whatever_is_no_single_value_is_covered_below() =>
        new[] { typeof(PoolOptions), typeof(ErrorOrchestratorOptions), typeof(ProcessAdapterOptions), typeof(WarmUpCommand), typeof(SizingOptions), typeof(CircuitBreakerOptions), typeof(SessionPoolHostingOptions) }
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)).Where(option => Sample(option.PropertyType) is null)
            .Select(option => option.Name)
            .ShouldBe(["Sizing", "WarmUp", "Matrix", "Arguments", "Limits", "InheritedVariables", "EnvironmentVariables", "Args"], ignoreOrder: true);

    [Test]
    public void Sizing_is_a_section_of_its_own()
    {
        var options = Bind<PoolOptions>(("Sizing:MaxSize", "8"), ("Sizing:Interval", "00:00:02"));

        options.Sizing.ShouldBe(new SizingOptions { MaxSize = 8, Interval = TimeSpan.FromSeconds(2) });
    }

    [Test]
    public void Warm_up_commands_come_in_the_order_of_their_numbers_with_arguments_of_any_shape()
    {
        var commands = Enumerable.Range(0, 11).Select(number => (FormattableString.Invariant($"WarmUp:{number}:Command"), (string?)FormattableString.Invariant($"c{number}")));
        var options = Bind<PoolOptions>([
            .. commands, ("WarmUp:0:Args:Model", "base"), ("WarmUp:0:Args:Layers", "12"), ("WarmUp:0:Args:Fast", "True"), ("WarmUp:0:Args:Names:0", "a"),
            ("WarmUp:0:Args:Names:1", "\"5\""), ("WarmUp:1:Args", "{\"n\": [1, null]}")]);

        options.WarmUp.Select(command => command.Command).ShouldBe(Enumerable.Range(0, 11).Select(number => FormattableString.Invariant($"c{number}")));
        System.Text.Json.JsonSerializer.Serialize(options.WarmUp[0].Args).ShouldBe("""{"Fast":true,"Layers":12,"Model":"base","Names":["a","5"]}""");
        System.Text.Json.JsonSerializer.Serialize(options.WarmUp[1].Args).ShouldBe("""{"n": [1, null]}""".Replace(" ", "", StringComparison.Ordinal));
        options.WarmUp[2].Args.ShouldBeNull();
    }

    [Test]
    public void Program_has_arguments_and_variables()
    {
        var options = new SectionBinder(_errors).Create<ProcessAdapterOptions>(
            Section(("FileName", "python3"), ("Arguments:0", "-m"), ("Arguments:1", "pool_worker"), ("EnvironmentVariables:A", "1"), ("EnvironmentVariables:B", null),
                ("StartMode", "Spawn"), ("InheritedVariables:0", "PATH"), ("Limits:Niceness", "5"), ("Limits:Cpus:0", "1")), "Process");

        Errors().ShouldBeEmpty();
        options.FileName.ShouldBe("python3");
        options.Arguments.ShouldBe(["-m", "pool_worker"]);
        options.StartMode.ShouldBe(StartMode.Spawn);
        options.InheritedVariables.ShouldBe(["PATH"]);
        options.Limits.ShouldNotBeNull().Niceness.ShouldBe(5);
        options.Limits.Cpus.ShouldBe([1]);
        options.EnvironmentVariables.ShouldBe(new Dictionary<string, string?> { ["A"] = "1", ["B"] = null }, ignoreOrder: true);
    }

    [Test]
    public void Program_without_a_name_is_an_error()
    {
        new SectionBinder(_errors).Create<ProcessAdapterOptions>(Section(("WorkingDirectory", "/")), "Process");

        Errors().ShouldHaveSingleItem().ToString().ShouldBe("Process:FileName is missing and must be given");
    }

    [Test]
    public void Single_rules_of_the_matrix_are_replaced()
    {
        var options = Bind<ErrorOrchestratorOptions>(
            ("Matrix:timeout:Major:Strategy", "BackOff"), ("Matrix:Timeout:Major:MaxRetries", "4"), ("Matrix:Timeout:Major:Delays:Shape", "Linear"));

        options.Matrix[ErrorCategory.Timeout, ErrorSeverity.Major].ShouldBe(
            RecoveryRule.BackOff(4, new Backoff { Shape = BackoffShape.Linear }));
        options.Matrix[ErrorCategory.Timeout, ErrorSeverity.Minor].ShouldBe(RecoveryMatrix.Default[ErrorCategory.Timeout, ErrorSeverity.Minor]);
    }

    [Test]
    public void Rule_that_is_not_allowed_is_named_with_its_place()
    {
        Bind<ErrorOrchestratorOptions>(
            expectErrors: true,
            ("Matrix:Timeout:Major:Strategy", "BackOff"), ("Matrix:Timeout:Major:MaxRetries", "400"), ("Matrix:Time:Major:Strategy", "BackOff"));

        Errors().Select(error => error.Name).ShouldBe(["Matrix:Timeout:Major:MaxRetries", "Matrix:Time"], ignoreOrder: true);
    }

    [TestCase("Size", "two", "a whole number")]
    [TestCase("Size", "2.5", "a whole number")]
    [TestCase("Size", null, "a whole number")]
    [TestCase("QueueTimeout", "5", "a duration")]
    [TestCase("LazyStart", "yes", "true or false")]
    [TestCase("MaxWorkerAgeJitter", "0,5", "a number")]
    [TestCase("Affinity", "1", "one of Hint, StrictQueue, StrictFailFast")]
    [TestCase("Affinity", "Strict", "one of Hint, StrictQueue, StrictFailFast")]
    [TestCase("Sizing", "10", "a section")]
    [TestCase("WarmUp", "ping", "a list")]
    [TestCase("Size:More", "1", "a whole number")]
    public void Value_that_does_not_fit_is_named_with_what_would(string name, string? value, string expected)
    {
        var options = Bind<PoolOptions>(expectErrors: true, (name, value));

        var error = Errors().ShouldHaveSingleItem();
        error.Name.ShouldBe(name.Split(':')[0]);
        error.Allowed.ShouldStartWith(expected);
        options.ShouldBe(new PoolOptions { WarmUp = options.WarmUp });
    }

    [TestCase("")]
    [TestCase(null)]
    public void Empty_value_is_null_where_null_is_allowed(string? empty) =>
        Bind<PoolOptions>(("SessionTimeToLive", empty)).SessionTimeToLive.ShouldBeNull();

    [Test]
    public void Name_that_does_not_exist_is_an_error_with_the_nearest_one_and_without_its_value()
    {
        Bind<PoolOptions>(expectErrors: true, ("Sise", "hunter2"), ("Password", "hunter2"), ("Sizing:Intervall", "hunter2"));

        Errors().Select(error => error.ToString()).ShouldBe(
            [
                "Sise is no option and must be removed or spelled 'Size'",
                "Password is no option and must be removed",
                "Sizing:Intervall is no option and must be removed or spelled 'Interval'",
            ],
            ignoreOrder: true);
    }

    // What a program that does without the container reads its options with.
    [Test]
    public void Binder_of_the_extensions_reads_the_same()
    {
        var section = Section(("Size", "4"), ("QueueTimeout", "00:00:07"), ("Affinity", "StrictQueue"), ("Sizing:MaxSize", "8"), ("WarmUp:0:Command", "ping"));

        var theirs = section.Get<PoolOptions>()!;
        var ours = new PoolOptions();
        new SectionBinder(_errors).Bind(section, ours, "");

        theirs.WarmUp.ShouldBe(ours.WarmUp);
        (theirs with { WarmUp = ours.WarmUp }).ShouldBe(ours);
    }

    private static (string Text, object Value)? Sample(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            _ when plain == typeof(int) => ("7", 7),
            _ when plain == typeof(long) => ("70000000000", 70_000_000_000L),
            _ when plain == typeof(double) => ("0.25", 0.25),
            _ when plain == typeof(bool) => ("True", true),
            _ when plain == typeof(string) => ("x", "x"),
            _ when plain == typeof(TimeSpan) => ("1.02:03:04.5", TimeSpan.Parse("1.02:03:04.5", CultureInfo.InvariantCulture)),
            _ when plain.IsEnum => (Enum.GetNames(plain)[^1].ToLowerInvariant(), Enum.GetValues(plain).GetValue(Enum.GetValues(plain).Length - 1)!),
            _ => null,
        };
    }

    private static IConfiguration Section(params (string Name, string? Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Name, value.Value))).Build();

    private T Bind<T>(params (string Name, string? Value)[] values)
        where T : new() => Bind<T>(expectErrors: false, values);

    private T Bind<T>(bool expectErrors, params (string Name, string? Value)[] values)
        where T : new()
    {
        var options = new T();
        new SectionBinder(_errors).Bind(Section(values), options, "");
        Errors().Any().ShouldBe(expectErrors, string.Join("; ", Errors()));
        return options;
    }

    private IReadOnlyList<InvalidOption> Errors() => _errors.Count == 0
        ? []
        : Should.Throw<PoolOptionsException>(() => _errors.ThrowIfAny("p", "Configuration")).InvalidOptions;
}
