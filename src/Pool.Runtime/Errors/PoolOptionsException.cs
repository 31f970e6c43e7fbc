namespace Pool.Runtime.Errors;

/// <summary>Options have values that are not allowed. All of them are listed, not only the first.</summary>
/// <remarks>Reading is thread-safe.</remarks>
public sealed class PoolOptionsException : PoolException
{
    internal PoolOptionsException(
        PoolErrorContext context, string optionsName, IReadOnlyList<InvalidOption> invalidOptions)
        : base(
            context,
            new ErrorNature(ErrorCategory.Initialization, ErrorSeverity.Critical),
            $"{optionsName} cannot be used: {string.Join("; ", invalidOptions)}. Change the values named.") =>
        InvalidOptions = invalidOptions;

    /// <summary>Every option that is not allowed, in the order they were checked; at least one.</summary>
    public IReadOnlyList<InvalidOption> InvalidOptions { get; }
}
