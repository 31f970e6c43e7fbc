namespace Pool.Runtime.Protocol;

/// <summary>A command as the worker's hello announces it.</summary>
internal sealed record CommandDescription(string Name, WireCommandKind Kind);
