using Pool.Runtime.Errors;
using Pool.Runtime.Sessions;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Sessions;

/// <summary>A waiter that nobody serves.</summary>
internal sealed class StubWaiter : Waiter
{
    public override string? SessionId => null;

    public override PoolErrorContext Context => new("pool");

    public static StubWaiter WithTicket(long ticket) => new() { Ticket = ticket };

    public override void Grant(PooledWorker? worker, bool inline) => throw new NotSupportedException();

    public override void Refuse(Exception error) => throw new NotSupportedException();
}
