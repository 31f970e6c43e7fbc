namespace Pool.Runtime;

/// <summary>One command of a batch.</summary>
/// <param name="Command">Name of the command.</param>
/// <param name="Args">Arguments: anything that can be written as JSON. Null for none.</param>
public sealed record BatchCommand(string Command, object? Args = null);
