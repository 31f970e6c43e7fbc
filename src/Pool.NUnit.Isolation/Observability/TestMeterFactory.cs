using System.Diagnostics.Metrics;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>
/// Makes the meters of one test. They carry it as their scope, by which the test's measurements are told from those of other
/// tests: a name is the same in all of them. Thread-safe. Costs nothing until the first meter is made.
/// </summary>
internal sealed class TestMeterFactory(Func<TestTelemetry> telemetry) : IMeterFactory
{
    private readonly Lock _lock = new();
    private List<TestMeter>? _meters;
    private bool _ended;

    public TestTelemetry Telemetry => telemetry();

    public Meter Create(MeterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Scope is not null && !ReferenceEquals(options.Scope, this))
        {
            throw new InvalidOperationException(
                $"The scope of meter \"{options.Name}\" is a {options.Scope.GetType().Name}. A factory is the scope of the meters it makes: leave it out.");
        }

        Telemetry.ListenToMeters(this);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            _meters ??= [];
            if (_meters.Find(m => IsSame(m, options)) is { } known)
            {
                return known;
            }

            TestMeter meter = new(new MeterOptions(options.Name) { Version = options.Version, Tags = options.Tags, Scope = this });
            _meters.Add(meter);
            return meter;
        }
    }

    /// <summary>Ends the meters.</summary>
    public void Dispose()
    {
        List<TestMeter> meters;
        lock (_lock)
        {
            _ended = true;
            meters = _meters ?? [];
            _meters = null;
        }

        meters.ForEach(static m => m.End());
    }

    private static bool IsSame(Meter meter, MeterOptions options) =>
        string.Equals(meter.Name, options.Name, StringComparison.Ordinal)
        && string.Equals(meter.Version, options.Version, StringComparison.Ordinal)
        && TagKeys.AreSame(meter.Tags, options.Tags);
}
