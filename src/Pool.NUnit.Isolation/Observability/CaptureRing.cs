namespace Pool.NUnit.Isolation.Observability;

/// <summary>The newest items, bounded by their number and by their size. Not thread-safe.</summary>
internal sealed class CaptureRing<T>(int maxItems, long maxSize)
{
    private const int FirstLength = 16;

    private (T Item, int Size)[] _items = [];
    private int _first;
    private long _size;

    public int Count { get; private set; }

    /// <summary>Items that had to go.</summary>
    public long Dropped { get; private set; }

    public void Add(T item, int size)
    {
        while (Count == maxItems || (Count > 0 && _size + size > maxSize))
        {
            DropFirst();
        }

        if (Count == _items.Length)
        {
            Grow();
        }

        _items[(_first + Count++) % _items.Length] = (item, size);
        _size += size;
    }

    /// <summary>The items, oldest first.</summary>
    public T[] ToArray()
    {
        T[] items = new T[Count];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = _items[(_first + i) % _items.Length].Item;
        }

        return items;
    }

    private void DropFirst()
    {
        _size -= _items[_first].Size;
        _items[_first] = default;
        _first = (_first + 1) % _items.Length;
        Count--;
        Dropped++;
    }

    private void Grow()
    {
        var grown = new (T, int)[Math.Min(maxItems, Math.Max(FirstLength, _items.Length * 2))];
        for (int i = 0; i < Count; i++)
        {
            grown[i] = _items[(_first + i) % _items.Length];
        }

        _items = grown;
        _first = 0;
    }
}
