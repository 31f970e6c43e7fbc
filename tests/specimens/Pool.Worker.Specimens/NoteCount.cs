namespace Pool.Worker.Specimens;

/// <summary>How many there are.</summary>
internal sealed record NoteCount(int Count);
