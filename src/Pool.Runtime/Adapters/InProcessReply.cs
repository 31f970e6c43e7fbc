namespace Pool.Runtime.Adapters;

/// <summary>What an in-process worker answers.</summary>
public sealed class InProcessReply
{
    private InProcessReply(object? value, IReadOnlyList<string> volatileFields, InProcessError? error)
    {
        Value = value;
        VolatileFields = volatileFields;
        Error = error;
    }

    internal object? Value { get; }

    internal IReadOnlyList<string> VolatileFields { get; }

    internal InProcessError? Error { get; }

    /// <summary>The command succeeded.</summary>
    /// <param name="value">The answer, anything that can be written as JSON; byte arrays travel as binary.</param>
    /// <param name="volatileFields">Fields at the top of the answer that differ when the command is replayed, such as times.</param>
    public static InProcessReply Success(object? value, params IReadOnlyList<string> volatileFields) =>
        new(value, volatileFields ?? throw new ArgumentNullException(nameof(volatileFields)), null);

    /// <summary>The command failed, as a worker's own code fails.</summary>
    /// <param name="error">The error.</param>
    public static InProcessReply Failure(InProcessError error) =>
        new(null, [], error ?? throw new ArgumentNullException(nameof(error)));
}
