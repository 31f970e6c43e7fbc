using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Pool.Runtime;

/// <summary>
/// Unique names of live components. Belongs to whoever creates it; nothing is shared between instances.
/// </summary>
/// <remarks>Thread-safe. It holds what is registered but does not own it: removing disposes nothing.</remarks>
public sealed class PoolRegistry
{
    private readonly ConcurrentDictionary<string, Registration> _registrations = new(StringComparer.Ordinal);

    /// <summary>The names that are taken, in ordinal order, as of one moment.</summary>
    public IReadOnlyList<string> Names => [.. _registrations.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Gives a component a name until the result is disposed.</summary>
    /// <param name="name">Name, case-sensitive; not empty.</param>
    /// <param name="component">The component.</param>
    /// <returns>Disposing it frees the name; again does nothing, even if the name belongs to another by then.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="InvalidOperationException">The name is taken, by this component or another.</exception>
    public IDisposable Register(string name, object component)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(component);
        var registration = new Registration(_registrations, name, component);
        var present = _registrations.GetOrAdd(name, registration);
        return ReferenceEquals(present, registration)
            ? registration
            : throw new InvalidOperationException(
                $"The name '{name}' cannot be given to a {component.GetType()}; " +
                $"a {present.Component.GetType()} has it. " +
                "Choose another name, or dispose the other registration first.");
    }

    /// <summary>The component with a name.</summary>
    /// <typeparam name="T">Type it must have.</typeparam>
    /// <param name="name">Name, case-sensitive.</param>
    /// <returns>The component.</returns>
    /// <exception cref="KeyNotFoundException">
    /// Nothing has the name; the message lists the names that are taken.
    /// </exception>
    /// <exception cref="InvalidCastException">What has the name is no <typeparamref name="T"/>.</exception>
    public T Get<T>(string name)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_registrations.TryGetValue(name, out var registration))
        {
            var names = string.Join(", ", Names.Select(each => $"'{each}'"));
            throw new KeyNotFoundException(
                $"Nothing is registered as '{name}'. Registered now: {(names.Length == 0 ? "nothing" : names)}. " +
                "Register it first, or correct the name.");
        }

        return registration.Component as T ?? throw new InvalidCastException(
            $"'{name}' is a {registration.Component.GetType()}, not a {typeof(T)}. Ask for a type that it has.");
    }

    /// <summary>The component with a name, if there is one of the right type.</summary>
    /// <typeparam name="T">Type it must have.</typeparam>
    /// <param name="name">Name, case-sensitive.</param>
    /// <param name="component">The component; null when there is none.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet<T>(string name, [NotNullWhen(true)] out T? component)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(name);
        component = _registrations.TryGetValue(name, out var registration) ? registration.Component as T : null;
        return component is not null;
    }

    private sealed class Registration(
        ConcurrentDictionary<string, Registration> registrations, string name, object component) : IDisposable
    {
        public object Component => component;

        // Compares the value too, so that a stale handle cannot remove a successor's entry.
        public void Dispose() => registrations.TryRemove(KeyValuePair.Create(name, this));
    }
}
