using System.Diagnostics.CodeAnalysis;

namespace Pool.Worker;

/// <summary>
/// What a worker remembers for one session, by key. Lives until the host ends the session or the worker dies.
/// Commands run one at a time, so it needs no lock; it is not safe for threads that a command leaves behind.
/// </summary>
public sealed class SessionState
{
    private readonly Dictionary<string, object> _items = new(StringComparer.Ordinal);

    internal SessionState()
    {
    }

    /// <summary>Finds an item.</summary>
    /// <returns>Whether there is one of this type.</returns>
    public bool TryGet<T>(string key, [NotNullWhen(true)] out T? value)
        where T : notnull
    {
        if (_items.TryGetValue(key, out object? item) && item is T typed)
        {
            value = typed;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Returns the item, after adding it when there is none.</summary>
    /// <exception cref="InvalidCastException">The key holds an item of another type.</exception>
    public T GetOrAdd<T>(string key, Func<T> create)
        where T : notnull
    {
        if (!_items.TryGetValue(key, out object? item))
            _items[key] = item = create();
        return item is T typed
            ? typed
            : throw new InvalidCastException($"The session's '{key}' is a {item.GetType().Name}, not a {typeof(T).Name}.");
    }

    /// <summary>Sets an item, replacing the one before.</summary>
    public void Set<T>(string key, T value)
        where T : notnull => _items[key] = value;

    /// <summary>Removes an item.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string key) => _items.Remove(key);
}
