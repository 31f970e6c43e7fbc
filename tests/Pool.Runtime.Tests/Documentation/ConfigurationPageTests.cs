using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.Configuration;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Hosting;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Documentation;

internal sealed class ConfigurationPageTests
{
    private static readonly ConfigurationPage Page = new();

    private static readonly Type[] Records =
    [
        typeof(PoolOptions), typeof(SizingOptions), typeof(WarmUpCommand), typeof(ExecuteOptions), typeof(CircuitBreakerOptions),
        typeof(ErrorOrchestratorOptions), typeof(RecoveryRule), typeof(Backoff), typeof(ProcessAdapterOptions), typeof(WorkerLimits), typeof(SessionPoolHostingOptions),
    ];

    private static IEnumerable<TestCaseData> Options() =>
        Records.SelectMany(type => OptionProperty.Of(type).Select(option => new TestCaseData(type, option).SetArgDisplayNames(type.Name, option.Name)));

    [TestCaseSource(nameof(Records))]
    public void Page_has_a_row_for_each_option_and_for_nothing_else(Type record) =>
        Page.Rows(record.Name).Select(row => row.Name).ShouldBe(OptionProperty.Of(record).Select(option => option.Name), ignoreOrder: true);

    [TestCaseSource(nameof(Options))]
    public void Page_gives_the_default_that_the_code_has(Type record, PropertyInfo option) =>
        Page.Rows(record.Name).Single(row => row.Name == option.Name).Default.ShouldBe(Default(record, option));

    [TestCaseSource(nameof(Options))]
    public void Page_gives_the_range_that_the_code_checks(Type record, PropertyInfo option)
    {
        if (Range(record, option) is { } range)
            Page.Rows(record.Name).Single(row => row.Name == option.Name).Range.ShouldBe(range);
    }

    [Test]
    public void Page_gives_the_matrix_that_the_code_has([Values] ErrorCategory category) =>
        Page.MatrixRow(category.ToString()).ShouldBe(
            new[] { ErrorSeverity.Critical, ErrorSeverity.Major, ErrorSeverity.Minor }.Select(severity => Cell(RecoveryMatrix.Default[category, severity])));

    [Test]
    public void Example_on_the_page_is_a_configuration_that_works()
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(Page.Example()));
        var section = new ConfigurationBuilder().AddJsonStream(json).Build().GetSection("Pools:search");

        var options = OptionsComposer.Compose(new PoolRegistration("search", new SessionPoolSetup { Section = section }));

        options.Process.ShouldNotBeNull();
        options.Pool.Size.ShouldBe(4);
        options.Pool.SessionTimeToLive.ShouldBeNull();
        options.Pool.WarmUp.ShouldHaveSingleItem().Command.ShouldBe("load_model");
        options.ErrorOrchestrator.Matrix[ErrorCategory.Timeout, ErrorSeverity.Major].MaxRetries.ShouldBe(1);
    }

    private static string Cell(RecoveryRule rule)
    {
        var retries = rule.MaxRetries > 0 ? FormattableString.Invariant($"{rule.Strategy} {rule.MaxRetries}") : rule.Strategy.ToString();
        return rule.Delays.Shape == BackoffShape.None ? retries : $"{retries}, {rule.Delays.Shape.ToString().ToLowerInvariant()}";
    }

    private static string Default(Type record, PropertyInfo option) => (record.Name, option.Name) switch
    {
        (nameof(PoolOptions), nameof(PoolOptions.MaxConcurrentStarts)) => "number of processors, at least 2",
        (nameof(ErrorOrchestratorOptions), nameof(ErrorOrchestratorOptions.Matrix)) => "the matrix below",
        (nameof(RecoveryRule), nameof(RecoveryRule.Delays)) => "`Shape` None",
        (nameof(WarmUpCommand), nameof(WarmUpCommand.Command)) => "required",
        _ when option.IsDefined(typeof(RequiredMemberAttribute)) => "required",
        _ => option.GetValue(Activator.CreateInstance(record)) switch
        {
            null => "none",
            ICollection { Count: 0 } => "none",
            bool flag => flag ? "true" : "false",
            TimeSpan duration => duration.ToString("c", CultureInfo.InvariantCulture),
            int number => number.ToString("#,0", CultureInfo.InvariantCulture),
            long number => number.ToString("#,0", CultureInfo.InvariantCulture),
            IFormattable value => value.ToString(format: null, CultureInfo.InvariantCulture),
            var value => value.ToString()!,
        },
    };

    // As the check itself says it when the option is out of range; null where no value is.
    private static string? Range(Type record, PropertyInfo option)
    {
        var options = Activator.CreateInstance(record)!;
        option.SetValue(options, OptionProperty.WrongValue(option));
        try
        {
            _ = options switch
            {
                PoolOptions pool => pool.Validated(),
                SizingOptions sizing => new PoolOptions { Sizing = sizing }.Validated(),
                CircuitBreakerOptions breaker => breaker.Validated(),
                ErrorOrchestratorOptions orchestrator => orchestrator.Validated(),
                RecoveryRule rule => (rule with { Delays = rule.Delays ?? Backoff.None }).Validated(),
                Backoff backoff => RecoveryRule.BackOff(1, backoff).Validated(),
                SessionPoolHostingOptions hosting => hosting.Validated(),
                _ => new object(),
            };
            return null;
        }
        catch (PoolOptionsException e)
        {
            return e.InvalidOptions.Single(invalid => invalid.Name.Split('.')[^1] == option.Name).Allowed
                .Replace("Size (2)", "`Size`", StringComparison.Ordinal)
                .Replace(new PoolOptions().RestartBackoff.ToString(), "`RestartBackoff`", StringComparison.Ordinal);
        }
    }
}
