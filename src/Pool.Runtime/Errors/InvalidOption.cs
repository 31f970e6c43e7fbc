namespace Pool.Runtime.Errors;

/// <summary>One option with a value that is not allowed.</summary>
/// <param name="Name">Name of the option.</param>
/// <param name="Value">Its value, as text.</param>
/// <param name="Allowed">What would be allowed, as the end of the sentence "must be ...".</param>
public sealed record InvalidOption(string Name, string Value, string Allowed)
{
    /// <summary>Such as <c>Size is 0 and must be at least 1</c>.</summary>
    public override string ToString() => $"{Name} is {Value} and must be {Allowed}";
}
