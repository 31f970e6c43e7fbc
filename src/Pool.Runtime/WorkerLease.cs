using System.Runtime.InteropServices;
using Pool.Runtime.Sessions;

namespace Pool.Runtime;

/// <summary>One worker, held for several commands in a row. Dispose it to give the worker back.</summary>
/// <remarks>
/// A value that costs no memory; its copies are the same lease. Thread-safe, but one command runs at a time. Once it is
/// disposed, or was reclaimed as a leak, it refuses commands; it can never touch the worker's next holder.
/// Commands on a lease are not retried, since a retry could need another worker.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly struct WorkerLease : IAsyncDisposable, IEquatable<WorkerLease>
{
    private readonly LeaseState? _state;
    private readonly long _number;

    internal WorkerLease(LeaseState state, long number, string workerId, string? sessionId)
    {
        _state = state;
        _number = number;
        WorkerId = workerId;
        SessionId = sessionId;
    }

    /// <summary>Id of the worker.</summary>
    public string WorkerId { get; }

    /// <summary>The session, or null for an anonymous lease.</summary>
    public string? SessionId { get; }

    /// <summary>Whether two values are the same lease.</summary>
    public static bool operator ==(WorkerLease left, WorkerLease right) => left.Equals(right);

    /// <summary>Whether two values are different leases.</summary>
    public static bool operator !=(WorkerLease left, WorkerLease right) => !left.Equals(right);

    /// <summary>Runs a command on the leased worker, in the lease's session if it has one.</summary>
    /// <param name="command">Name of the command.</param>
    /// <param name="args">Arguments, as for <see cref="SessionPool.ExecuteAsync(string, string, object?, ExecuteOptions?, CancellationToken)"/>.</param>
    /// <param name="options">Deadline of this command. Null for the pool's own.</param>
    /// <param name="cancellationToken">Releases the caller at once; if the worker does not answer soon, it is replaced and the lease is of no more use.</param>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    /// <exception cref="InvalidOperationException">Another command of this lease is running.</exception>
    /// <exception cref="Errors.PoolException">The command failed.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public ValueTask<CommandResult> ExecuteAsync(
        string command, object? args = null, ExecuteOptions? options = null, CancellationToken cancellationToken = default)
    {
        using (SynchronizationContextScope.LeaveCallers())
            return Pool.ExecuteOnLeaseAsync(_state!, _number, command, args, options, cancellationToken);
    }

    /// <summary>Runs a command on the leased worker and reads its answer as <typeparamref name="T"/>.</summary>
    /// <inheritdoc cref="ExecuteAsync(string, object?, ExecuteOptions?, CancellationToken)"/>
    /// <typeparam name="T">What the answer is read as.</typeparam>
    /// <exception cref="InvalidCastException">The answer cannot be read as <typeparamref name="T"/>; the command ran.</exception>
    public ValueTask<T?> ExecuteAsync<T>(
        string command, object? args = null, ExecuteOptions? options = null, CancellationToken cancellationToken = default)
    {
        using (SynchronizationContextScope.LeaveCallers())
            return Pool.ReadAsync<T>(ExecuteAsync(command, args, options, cancellationToken));
    }

    /// <summary>Gives the worker back, once. A command that still runs is cancelled.</summary>
    public ValueTask DisposeAsync()
    {
        if (_state is not null)
            Pool.EndLease(_state, _number);
        return default;
    }

    /// <inheritdoc/>
    public bool Equals(WorkerLease other) => _state == other._state && _number == other._number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is WorkerLease other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_state, _number);

    private SessionPool Pool => (SessionPool?)_state?.Owner ?? throw new InvalidOperationException(
        "This lease was never taken. Get one from SessionPool.CheckoutAsync.");
}
