using System.Collections.Immutable;
using Pool.Runtime.Errors;
using C = Pool.Runtime.Errors.ErrorCategory;
using S = Pool.Runtime.Errors.ErrorSeverity;

namespace Pool.Runtime.Resilience;

/// <summary>Which <see cref="RecoveryRule"/> holds for each category and severity.</summary>
/// <remarks>
/// Immutable. It never makes a repetition safe: a request that must not be sent twice is not, whatever it says.
/// </remarks>
public sealed class RecoveryMatrix
{
    private readonly ImmutableDictionary<(C Category, S Severity), RecoveryRule> _rules;

    private RecoveryMatrix(ImmutableDictionary<(C Category, S Severity), RecoveryRule> rules) => _rules = rules;

    /// <summary>
    /// The rules a pool starts from. Turned-away calls (resource errors below major) are abandoned, since a retry would
    /// add load to a pool that is full.
    /// </summary>
    public static RecoveryMatrix Default { get; } = CreateDefault();

    /// <summary>The rule for a category and severity.</summary>
    /// <param name="category">Category of the failure.</param>
    /// <param name="severity">Severity, after upgrades.</param>
    /// <exception cref="KeyNotFoundException">The category or severity is not defined.</exception>
    public RecoveryRule this[ErrorCategory category, ErrorSeverity severity] => _rules[(category, severity)];

    /// <summary>This matrix with one rule replaced.</summary>
    /// <param name="category">Category of the failure.</param>
    /// <param name="severity">Severity, after upgrades.</param>
    /// <param name="rule">What is to hold for them.</param>
    /// <returns>A new matrix.</returns>
    /// <exception cref="PoolOptionsException">The rule has values that are not allowed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The category or severity is not defined.</exception>
    public RecoveryMatrix With(ErrorCategory category, ErrorSeverity severity, RecoveryRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return _rules.ContainsKey((category, severity))
            ? new RecoveryMatrix(_rules.SetItem((category, severity), rule.Validated()))
            : throw new ArgumentOutOfRangeException(
                nameof(category), (category, severity), "No such category and severity.");
    }

    private static RecoveryMatrix CreateDefault()
    {
        var rules = ImmutableDictionary.CreateBuilder<(C Category, S Severity), RecoveryRule>();
        Row(C.Initialization, RecoveryRule.OpenCircuit, Exponential(3), Exponential(2));
        Row(C.Connection, RecoveryRule.OpenCircuit, Exponential(5), Linear(3));
        Row(C.Communication, RecoveryRule.OpenCircuit, RecoveryRule.RetryNow(3, Backoff.Linear), Linear(3));
        Row(C.Timeout, RecoveryRule.Abandon, Exponential(2), Linear(3));
        Row(C.Resource, RecoveryRule.OpenCircuit, RecoveryRule.FailOver(1), RecoveryRule.Abandon);
        Row(C.HealthCheck, RecoveryRule.Abandon, Exponential(2), Linear(3));
        Row(C.Session, RecoveryRule.Abandon, Linear(2), RecoveryRule.RetryNow(2, Backoff.None));
        Row(C.Worker, RecoveryRule.FailOver(1), RecoveryRule.FailOver(1), Linear(2));
        Row(C.System, RecoveryRule.Abandon, RecoveryRule.Abandon, RecoveryRule.Abandon);
        return new RecoveryMatrix(rules.ToImmutable());

        // A warning is recovered like a minor failure.
        void Row(C category, RecoveryRule critical, RecoveryRule major, RecoveryRule minor)
        {
            rules[(category, S.Critical)] = critical;
            rules[(category, S.Major)] = major;
            rules[(category, S.Minor)] = minor;
            rules[(category, S.Warning)] = minor;
        }

        static RecoveryRule Exponential(int maxRetries) => RecoveryRule.BackOff(maxRetries, Backoff.Exponential);

        static RecoveryRule Linear(int maxRetries) => RecoveryRule.BackOff(maxRetries, Backoff.Linear);
    }
}
