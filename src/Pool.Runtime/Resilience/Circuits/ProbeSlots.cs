namespace Pool.Runtime.Resilience.Circuits;

/// <summary>
/// The places for half-open probes. Each taking has its own ticket, so a slot is freed at most once per taking.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ProbeSlots(int capacity)
{
    private const long Free = 0;

    private readonly long[] _tickets = new long[capacity];
    private long _lastTicket = Free;

    public int Taken { get; private set; }

    public bool TryTake(out long ticket)
    {
        ticket = Free;
        var index = Array.IndexOf(_tickets, Free);
        if (index < 0)
        {
            return false;
        }

        ticket = ++_lastTicket;
        _tickets[index] = ticket;
        Taken++;
        return true;
    }

    /// <summary>False when the ticket was given back before or taken in a period that has ended.</summary>
    public bool TryGiveBack(long ticket)
    {
        var index = ticket == Free ? -1 : Array.IndexOf(_tickets, ticket);
        if (index < 0)
        {
            return false;
        }

        _tickets[index] = Free;
        Taken--;
        return true;
    }

    public void Clear()
    {
        Array.Fill(_tickets, Free);
        Taken = 0;
    }
}
