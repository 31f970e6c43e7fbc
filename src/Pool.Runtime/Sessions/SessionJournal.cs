using Pool.Runtime.Protocol;

namespace Pool.Runtime.Sessions;

/// <summary>
/// The mutations of one session, in order, within bounds. Beyond them the entries are dropped, the session can no longer
/// be restored, and only the count goes on. Guarded by the session's turn.
/// </summary>
internal sealed class SessionJournal(int maxEntries, long maxBytes)
{
    private readonly List<JournalEntry> _entries = [];
    private long _bytes;

    /// <summary>Mutations that succeeded since the session began.</summary>
    public int Position { get; private set; }

    /// <summary>Why the session cannot be restored from here; null while it can.</summary>
    public string? Gap { get; private set; }

    public JournalEntry this[int position] => _entries[position];

    public void Append(string command, Payload args, ResultDigest digest)
    {
        Position++;
        if (Gap is not null)
            return;
        _bytes += args.ByteCount;
        if (Position > maxEntries || _bytes > maxBytes)
        {
            Gap = FormattableString.Invariant(
                $"its journal of {Position} mutations with {_bytes} bytes of arguments exceeds MaxJournalEntries ({maxEntries}) or MaxJournalBytes ({maxBytes})");
            _entries.Clear();
            _entries.TrimExcess();
            return;
        }

        _entries.Add(new JournalEntry(command, Kept(args), digest));
    }

    // The caller may change its own memory once the call is over; the journal must not.
    private static Payload Kept(Payload args)
    {
        if (args.Blobs.Count == 0)
            return args;
        var blobs = new ReadOnlyMemory<byte>[args.Blobs.Count];
        for (var i = 0; i < blobs.Length; i++)
            blobs[i] = args.Blobs[i].ToArray();
        return new Payload(args.Json, blobs);
    }
}
