namespace Pool.Runtime.Tests.Protocol;

/// <summary>Gives at most a few bytes to each read, as a pipe may, and counts the reads.</summary>
internal sealed class DripStream : MemoryStream
{
    private readonly int _bytesPerRead;

    public DripStream(byte[] bytes, int bytesPerRead = 1)
        : base(bytes) => _bytesPerRead = bytesPerRead;

    public int Reads { get; private set; }

    public Action? BeforeRead { get; set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Reads++;
        BeforeRead?.Invoke();
        return base.ReadAsync(buffer[..Math.Min(buffer.Length, _bytesPerRead)], cancellationToken);
    }
}
