using static System.FormattableString;

namespace Pool.Runtime.Errors;

/// <summary>A frame exceeds the limit; it was refused before any memory was taken for it.</summary>
/// <remarks>Reading is thread-safe.</remarks>
public sealed class FrameTooLargeException : PoolException
{
    internal FrameTooLargeException(
        PoolErrorContext context, long size, long limit, RequestFate fate = RequestFate.NotSent)
        : base(
            context,
            new ErrorNature(ErrorCategory.Communication, ErrorSeverity.Minor, IsTransient: false, fate),
            Invariant($"The {(fate == RequestFate.NotSent ? "request" : "answer")} takes {size} bytes; ") +
                Invariant($"a frame holds at most {limit}. Send less at once, stream it, or raise MaxFrameBytes."))
    {
        Size = size;
        Limit = limit;
    }

    /// <summary>Size of the frame, in bytes.</summary>
    public long Size { get; }

    /// <summary>Largest frame allowed, in bytes.</summary>
    public long Limit { get; }
}
