namespace Pool.Runtime.Benchmarks.Measuring;

/// <summary>Latencies of one client, in ticks of the clock.</summary>
internal sealed class Latencies
{
    private long[] _ticks = new long[4096];

    public int Count { get; private set; }

    public void Add(long ticks)
    {
        if (Count == _ticks.Length)
            Array.Resize(ref _ticks, Count * 2);
        _ticks[Count++] = ticks;
    }

    public void Clear() => Count = 0;

    public static double QuantileUs(IReadOnlyList<Latencies> clients, double quantile)
    {
        var all = clients.SelectMany(client => client._ticks.Take(client.Count)).ToArray();
        Array.Sort(all);
        return all.Length == 0 ? 0 : all[(int)(quantile * (all.Length - 1))] * 1e6 / TimeProvider.System.TimestampFrequency;
    }
}
