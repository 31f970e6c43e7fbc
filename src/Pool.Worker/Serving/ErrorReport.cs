using Pool.Runtime.Protocol;

namespace Pool.Worker.Serving;

/// <summary>Exceptions as the protocol reports them.</summary>
internal static class ErrorReport
{
    private const int MaxMessageChars = 8 * 1024;
    private const int MaxTraceChars = 32 * 1024;

    public static WorkerErrorInfo Of(Exception error, CancellationToken cancelled) => error switch
    {
        WorkerException own => Make(own.Type, own, own.Retryable),
        OperationCanceledException when cancelled.IsCancellationRequested =>
            new WorkerErrorInfo("Cancelled", "The host cancelled this request.", Retryable: false, Traceback: null),
        ProtocolException { Fault: ProtocolFault.TooLarge } => new WorkerErrorInfo(
            "FrameTooLarge",
            $"{error.Message} Return less, or raise MaxFrameBytes at the host.",
            Retryable: false,
            Traceback: null),
        ProtocolException { Fault: ProtocolFault.Unsendable } =>
            new WorkerErrorInfo("UnsendableValue", Cut(error.Message, MaxMessageChars), Retryable: false, Traceback: null),
        _ => Make(error.GetType().FullName ?? error.GetType().Name, error, retryable: false),
    };

    /// <summary>The same error for a host whose frames are too small for it.</summary>
    public static WorkerErrorInfo Shortened(WorkerErrorInfo error) =>
        error with { Type = Cut(error.Type, 50), Message = Cut(error.Message, 50), Traceback = null };

    private static WorkerErrorInfo Make(string type, Exception error, bool retryable) =>
        new(Cut(type, 256), Cut(error.Message, MaxMessageChars), retryable, Cut(error.ToString(), MaxTraceChars));

    private static string Cut(string text, int chars) => text.Length <= chars ? text : text[..chars];
}
