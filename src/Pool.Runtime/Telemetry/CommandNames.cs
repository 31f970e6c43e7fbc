using System.Collections.Frozen;

namespace Pool.Runtime.Telemetry;

/// <summary>
/// The command names that may be the tag of a metric: those that workers declared, up to a bound. Whatever else callers
/// ask for is one name, so that no caller's input makes the number of time series grow.
/// </summary>
/// <remarks>Thread-safe; asking takes no lock.</remarks>
internal sealed class CommandNames
{
    /// <summary>What OpenTelemetry calls a value outside the known ones.</summary>
    public const string Other = "_OTHER";

    private const int MaxNames = 1000;

    private readonly Lock _gate = new();
    private volatile FrozenDictionary<string, object> _tags = FrozenDictionary<string, object>.Empty;

    /// <summary>Makes known what a worker declared. Almost always it is known already.</summary>
    public void Declare(IEnumerable<string> names)
    {
        var known = _tags;
        List<string>? added = null;
        foreach (var name in names)
        {
            if (!known.ContainsKey(name))
                (added ??= []).Add(name);
        }

        if (added is null || known.Count >= MaxNames)
            return;
        lock (_gate)
        {
            _tags = _tags.Keys.Union(added, StringComparer.Ordinal).Take(MaxNames)
                .ToFrozenDictionary(name => name, object (name) => name, StringComparer.Ordinal);
        }
    }

    public object TagOf(string command) => _tags.TryGetValue(command, out var tag) ? tag : Other;
}
