namespace Pool.Runtime.Tests;

/// <summary>What goes wrong in one history, by a seeded draw. Thread-safe; off once the faults are over.</summary>
internal sealed class HistoryFaults(int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private volatile bool _isOver;

    public void End() => _isOver = true;

    public bool Happens(double share) => !_isOver && Draw(1000) < share * 1000;

    public int Draw(int below)
    {
        lock (_gate)
            return _random.Next(below);
    }

    /// <summary>Lets other things happen first: nothing, a few turns of the scheduler, or a millisecond.</summary>
    public async Task PauseAsync()
    {
        var kind = Draw(10);
        for (var i = 0; i < kind; i++)
            await Task.Yield();
        if (kind == 9)
            await Task.Delay(1);
    }
}
