using Xunit.Abstractions;

namespace Pool.NUnit.Isolation.Benchmarks.Cases;

/// <summary>Options of xunit by name; those that are not set are its own.</summary>
internal sealed class XUnitOptions : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public TValue GetValue<TValue>(string name) => _values.TryGetValue(name, out object? value) ? (TValue)value! : default!;

    public void SetValue<TValue>(string name, TValue value) => _values[name] = value;
}
