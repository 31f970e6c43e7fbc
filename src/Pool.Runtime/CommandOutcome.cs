using Pool.Runtime.Errors;

namespace Pool.Runtime;

/// <summary>How one command of a batch ended.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class CommandOutcome
{
    internal CommandOutcome(string command, CommandResult result) => (Command, Result) = (command, result);

    internal CommandOutcome(string command, PoolException error) => (Command, Error) = (command, error);

    /// <summary>Name of the command.</summary>
    public string Command { get; }

    /// <summary>Whether the command was answered with a result.</summary>
    public bool IsSuccess => Result is not null;

    /// <summary>The answer; null when there is an error.</summary>
    public CommandResult? Result { get; }

    /// <summary>Why there is no answer; null when there is one.</summary>
    public PoolException? Error { get; }

    /// <summary>The answer, or the error thrown.</summary>
    /// <exception cref="PoolException">The command failed.</exception>
    public CommandResult GetResult() => Result ?? throw Error!;
}
