namespace Pool.Runtime.Errors;

/// <summary>The caller's arguments cannot be written as JSON; nothing was sent.</summary>
/// <remarks>Reading is thread-safe.</remarks>
public sealed class ArgumentsNotSerializableException : PoolException
{
    internal ArgumentsNotSerializableException(PoolErrorContext context, Type argumentsType, Exception innerException)
        : base(
            context,
            new ErrorNature(ErrorCategory.System, ErrorSeverity.Minor),
            $"Arguments of type {argumentsType} cannot be written as JSON: {innerException.Message} " +
                "Pass a type that System.Text.Json can write; pass bytes as ReadOnlyMemory<byte>.",
            innerException) => ArgumentsType = argumentsType;

    /// <summary>Type of the arguments.</summary>
    public Type ArgumentsType { get; }
}
