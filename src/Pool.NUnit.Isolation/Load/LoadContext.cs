namespace Pool.NUnit.Isolation.Load;

/// <summary>What an operation of a load is told. One object per client, used again for each of its operations.</summary>
public sealed class LoadContext
{
    internal LoadContext(int client, Random random, CancellationToken cancellationToken)
    {
        Client = client;
        Random = random;
        CancellationToken = cancellationToken;
    }

    /// <summary>Number of the client, from 0.</summary>
    public int Client { get; }

    /// <summary>Number of the client's operation, from 0, warm-up included.</summary>
    public long Iteration { get; internal set; }

    /// <summary>The client's own random stream; follows from the test's seed and the client's number.</summary>
    public Random Random { get; }

    /// <summary>Cancelled when the load is aborted or the test is.</summary>
    public CancellationToken CancellationToken { get; }
}
