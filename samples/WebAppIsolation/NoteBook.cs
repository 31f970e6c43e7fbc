using System.Collections.Concurrent;

namespace WebAppIsolation;

/// <summary>Where the app keeps it.</summary>
internal sealed class NoteBook
{
    private readonly ConcurrentQueue<Note> _notes = [];

    public IReadOnlyList<Note> Notes => [.. _notes];

    public void Add(Note note) => _notes.Enqueue(note);
}
