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

    /// <summary>Takes the last line out if it begins with <paramref name="prefix"/>; false when it does not.</summary>
    public bool TryRemoveLastLine(string prefix)
    {
        lock (_gate)
        {
            var text = Tail();
            var end = text.AsSpan().TrimEnd((byte)'\n').Length;
            var begin = text.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
            if (!text.AsSpan(begin).StartsWith(Encoding.UTF8.GetBytes(prefix)))
                return false;
            _written -= text.Length - begin;
            return true;
        }
    }

    public override string ToString()
    {
        lock (_gate)
            return Encoding.UTF8.GetString(Tail()).Trim();
    }

    private byte[] Tail()
    {
        var tail = new byte[Math.Min(_written, _ring.Length)];
        for (var i = 0; i < tail.Length; i++)
            tail[i] = _ring[(_written - tail.Length + i) % _ring.Length];
        return tail;
    }
}
