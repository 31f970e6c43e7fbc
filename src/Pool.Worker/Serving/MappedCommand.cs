namespace Pool.Worker.Serving;

/// <summary>A command of the user.</summary>
internal sealed record MappedCommand(
    CommandKind Kind, Func<CommandContext, Task<object?>> Handler, IReadOnlyList<string> VolatileFields);
