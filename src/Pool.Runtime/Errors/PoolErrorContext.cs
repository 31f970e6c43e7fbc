namespace Pool.Runtime.Errors;

/// <summary>Where a failure happened. What a layer does not know it leaves out; the layer above fills it in.</summary>
/// <param name="PoolName">Name of the pool; empty when the layer that failed does not know it.</param>
internal sealed record PoolErrorContext(string PoolName)
{
    public string? WorkerId { get; init; }

    public string? SessionId { get; init; }

    public string? Command { get; init; }

    /// <summary>Attempts made, the failed one included; 0 for failures outside any call.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>This context, with its gaps filled from <paramref name="outer"/>; what is known already wins.</summary>
    public PoolErrorContext FilledFrom(PoolErrorContext outer) => this with
    {
        PoolName = PoolName.Length > 0 ? PoolName : outer.PoolName,
        WorkerId = WorkerId ?? outer.WorkerId,
        SessionId = SessionId ?? outer.SessionId,
        Command = Command ?? outer.Command,
    };

    /// <summary>Leading part of every message: names what is known, in the order from pool to command.</summary>
    public override string ToString()
    {
        (string Kind, string? Name)[] parts =
        [
            ("pool", PoolName.Length > 0 ? PoolName : null),
            ("worker", WorkerId),
            ("session", SessionId),
            ("command", Command),
        ];
        var known = parts.Where(part => part.Name is not null).Select(part => $"{part.Kind} '{part.Name}'").ToList();
        if (Attempts > 1)
        {
            known.Add(FormattableString.Invariant($"{Attempts} attempts"));
        }

        var text = string.Join(", ", known);
        return text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..] + ": ";
    }
}
