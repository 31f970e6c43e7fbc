namespace Pool.Runtime.Adapters;

/// <summary>An error of an in-process worker's own code.</summary>
/// <param name="Type">Type of the error, in the worker's words.</param>
/// <param name="Message">What happened.</param>
/// <param name="Retryable">Whether the same command may succeed later. Default false.</param>
/// <param name="Traceback">Where it happened, when known.</param>
public sealed record InProcessError(string Type, string Message, bool Retryable = false, string? Traceback = null);
