namespace Pool.Runtime;

/// <summary>A command that a new worker runs before it is ready. If it fails, so does the start.</summary>
public sealed record WarmUpCommand
{
    /// <summary>Name of the command. Required.</summary>
    public string Command { get; init; } = "";

    /// <summary>Its arguments: anything that can be written as JSON. Default null, for none.</summary>
    public object? Args { get; init; }
}
