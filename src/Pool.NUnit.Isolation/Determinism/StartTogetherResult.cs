using NUnit.Framework;

namespace Pool.NUnit.Isolation.Determinism;

/// <summary>The results of one <see cref="StartTogether"/>, by name and in the order in which they were added.</summary>
public sealed class StartTogetherResult
{
    private readonly Dictionary<string, OperationResult> _byName;

    internal StartTogetherResult(IReadOnlyList<OperationResult> operations)
    {
        Operations = operations;
        _byName = operations.ToDictionary(static o => o.Name, StringComparer.Ordinal);
    }

    /// <summary>All results, in the order in which the operations were added.</summary>
    public IReadOnlyList<OperationResult> Operations { get; }

    /// <summary>The result of one operation.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">No operation has this name.</exception>
    public OperationResult this[string name] => _byName.TryGetValue(name, out OperationResult? result)
        ? result
        : throw new ArgumentException($"No operation is named \"{name}\". Named are: {string.Join(", ", _byName.Keys)}.", nameof(name));

    /// <summary>What an operation returned.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <exception cref="AssertionException">The operation failed or timed out.</exception>
    public T Value<T>(string name)
    {
        OperationResult result = this[name];
        return result.Outcome == OperationOutcome.Succeeded
            ? (T)result.Value!
            : throw new AssertionException(Describe(result), result.Error);
    }

    /// <summary>Fails, naming each operation that failed or timed out; does nothing when all succeeded.</summary>
    /// <exception cref="AssertionException">Some operation did not succeed.</exception>
    public void ThrowUnlessAllSucceeded()
    {
        OperationResult[] bad = [.. Operations.Where(static o => o.Outcome != OperationOutcome.Succeeded)];
        if (bad.Length > 0)
        {
            throw new AssertionException(
                $"{bad.Length} of {Operations.Count} operations did not succeed: {string.Join("; ", bad.Select(Describe))}.",
                bad[0].Error);
        }
    }

    private static string Describe(OperationResult result) => result.Outcome == OperationOutcome.TimedOut
        ? $"\"{result.Name}\" had not ended after {result.Duration.TotalMilliseconds:0} ms"
        : $"\"{result.Name}\" threw {result.Error?.GetType().Name}: {result.Error?.Message}";
}
