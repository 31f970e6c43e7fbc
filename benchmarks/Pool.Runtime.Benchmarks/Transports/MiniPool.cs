namespace Pool.Runtime.Benchmarks.Transports;

/// <summary>The least of a pool: idle workers last in first out, waiting calls first in first out.</summary>
/// <param name="granterWrites">Whoever reads a reply writes the oldest waiting request to the free worker at once; else its caller does so after a hop.</param>
/// <param name="grantAfterHop">The reply itself hops to a pool thread, which grants, writes and then completes the caller.</param>
/// <param name="inline">A call completes on the thread that read its reply; else after a hop to the thread pool.</param>
internal sealed class MiniPool(bool granterWrites, bool inline, bool grantAfterHop)
{
    private readonly Lock _gate = new();
    private readonly Stack<Connection> _idle = new();
    private readonly Queue<PendingCall> _waiting = new();

    public void Add(Connection connection) => _idle.Push(connection);

    public ValueTask ExecuteAsync(PendingCall call)
    {
        call.Begin();
        Connection? connection;
        lock (_gate)
        {
            if (!_idle.TryPop(out connection))
            {
                _waiting.Enqueue(call);
                return call.Task;
            }

            connection.Current = call;
        }

        connection.Send(call.Frame);
        return call.Task;
    }

    public void Replied(Connection connection)
    {
        if (grantAfterHop)
            ThreadPool.UnsafeQueueUserWorkItem(connection, preferLocal: false);
        else
            Grant(connection);
    }

    public void Grant(Connection connection)
    {
        var done = connection.Current!;
        PendingCall? next;
        lock (_gate)
        {
            if (_waiting.TryDequeue(out next))
            {
                connection.Current = next;
            }
            else
            {
                connection.Current = null;
                _idle.Push(connection);
            }
        }

        if (next is not null)
        {
            if (granterWrites)
                connection.Send(next.Frame);
            else
                next.GrantByHop(connection);
        }

        done.Complete(inline);
    }
}
