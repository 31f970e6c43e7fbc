namespace Pool.Runtime.Errors;

/// <summary>The user's code in the worker raised an error. The worker itself is fine.</summary>
/// <remarks>Reading is thread-safe.</remarks>
public sealed class RemoteCommandException : PoolException
{
    internal RemoteCommandException(
        PoolErrorContext context, string remoteType, string remoteMessage, string? remoteTraceback, bool retryable)
        : base(
            context,
            new ErrorNature(ErrorCategory.Worker, ErrorSeverity.Major, retryable, RequestFate.Sent),
            $"The command raised {ErrorText.Head(remoteType)}: {ErrorText.Head(remoteMessage.TrimEnd('.'))}. " +
                "Correct the arguments or the command's code" + (remoteTraceback is null ? "." : "; ToString shows the worker's traceback."))
    {
        RemoteType = remoteType;
        RemoteMessage = remoteMessage;
        RemoteTraceback = remoteTraceback;
    }

    /// <summary>Type of the error in the worker's language, such as <c>ValueError</c>.</summary>
    public string RemoteType { get; }

    /// <summary>The error's own message.</summary>
    public string RemoteMessage { get; }

    /// <summary>Stack trace in the worker's language; null when the worker sent none.</summary>
    public string? RemoteTraceback { get; }

    /// <summary>The exception with the worker's traceback ahead of the local stack.</summary>
    public override string ToString() => RemoteTraceback is null
        ? base.ToString()
        : string.Join(
            Environment.NewLine,
            $"{GetType()}: {Message}",
            "--- traceback of the worker ---",
            RemoteTraceback.TrimEnd(),
            "--- end of the worker's traceback ---",
            StackTrace);
}
