using System.Text;

namespace Pool.Runtime.Adapters;

/// <summary>The last bytes of a worker's error output, in constant memory however much it writes.</summary>
internal sealed class ErrorOutputTail(int capacity)
{
    private readonly Lock _gate = new();
    private readonly byte[] _ring = new byte[capacity];
    private long _written;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            var skipped = Math.Max(0, bytes.Length - _ring.Length);
            _written += skipped;
            foreach (var value in bytes[skipped..])
                _ring[_written++ % _ring.Length] = value;
        }
    }

    public override string ToString()
    {
        lock (_gate)
        {
            var count = (int)Math.Min(_written, _ring.Length);
            var tail = new byte[count];
            for (var i = 0; i < count; i++)
                tail[i] = _ring[(_written - count + i) % _ring.Length];
            return Encoding.UTF8.GetString(tail).Trim();
        }
    }
}
