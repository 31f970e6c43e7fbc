namespace Pool.Worker.Specimens;

/// <summary>What a session has noted.</summary>
internal sealed record NoteBook(List<Note> Notes);
