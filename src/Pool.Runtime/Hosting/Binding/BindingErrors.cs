using Pool.Runtime.Errors;

namespace Pool.Runtime.Hosting.Binding;

/// <summary>What is wrong with a configuration, collected to be told at once. An option is told of once.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class BindingErrors
{
    private readonly List<InvalidOption> _errors = [];

    public int Count => _errors.Count;

    public void Add(InvalidOption error)
    {
        if (!_errors.Exists(known => string.Equals(known.Name, error.Name, StringComparison.OrdinalIgnoreCase)))
            _errors.Add(error);
    }

    public void ThrowIfAny(string poolName, string subject)
    {
        if (_errors.Count > 0)
            throw new PoolOptionsException(new PoolErrorContext(poolName) { Attempts = 0 }, subject, _errors);
    }
}
