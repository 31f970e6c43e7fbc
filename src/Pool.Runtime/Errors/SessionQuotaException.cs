using static System.FormattableString;

namespace Pool.Runtime.Errors;

/// <summary>As many sessions live as the pool allows; a call that would begin another one was turned away.</summary>
/// <remarks>Reading is thread-safe.</remarks>
public sealed class SessionQuotaException : PoolException
{
    internal SessionQuotaException(PoolErrorContext context, int maxSessions)
        : base(
            context,
            new ErrorNature(ErrorCategory.Resource, ErrorSeverity.Major, IsTransient: true),
            Invariant($"{maxSessions} sessions live, as many as MaxSessions allows. ") +
                "End sessions that are done with EndSessionAsync, lower SessionTimeToLive, or raise MaxSessions.") =>
        MaxSessions = maxSessions;

    /// <summary>Sessions that may live at once.</summary>
    public int MaxSessions { get; }
}
