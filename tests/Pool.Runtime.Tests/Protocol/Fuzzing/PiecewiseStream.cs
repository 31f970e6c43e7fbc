namespace Pool.Runtime.Tests.Protocol.Fuzzing;

/// <summary>Gives each read a random share of what it asks for, as a pipe may.</summary>
internal sealed class PiecewiseStream(byte[] bytes, Random random) : MemoryStream(bytes)
{
    private readonly bool _isWhole = random.Next(3) != 0;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Read(buffer.Span[..(_isWhole ? buffer.Length : random.Next(1, Math.Min(buffer.Length, 40) + 1))]));
}
