using Pool.Worker;
using Pool.Worker.Specimens;

// A worker whose types are all known when it is compiled, but for one.
var worker = new WorkerApplication(new WorkerOptions { Name = "notes 1.0", TypeInfoResolver = NoteContracts.Default });
worker
    .MapCommand("note", CommandKind.Mutation, context =>
    {
        var notes = context.RequireSession().GetOrAdd("notes", () => new NoteBook([]));
        notes.Notes.Add(context.GetArgs<Note>());
        return new NoteCount(notes.Notes.Count);
    })
    .MapCommand("texts", CommandKind.Query, context => context.RequireSession().GetOrAdd("notes", () => new NoteBook([])).Notes.Select(note => note.Text).ToList())
    .MapCommand("reverse", CommandKind.Query, context => context.GetArgs<byte[]>().AsEnumerable().Reverse().ToArray())
    .MapCommand("unknown", CommandKind.Query, _ => new UnknownNote("nobody has generated its contract"))
    .MapStream("search", CommandKind.Query, context => Search(context))
    .MapSnapshot(
        session => session.GetOrAdd("notes", () => new NoteBook([])),
        (session, notes) => session.Set("notes", notes));
return await worker.RunAsync(args);

static async IAsyncEnumerable<Note> Search(CommandContext context)
{
    var word = context.GetArgs<string>();
    foreach (var note in context.RequireSession().GetOrAdd("notes", () => new NoteBook([])).Notes)
    {
        await Task.Yield();
        if (note.Text.Contains(word, StringComparison.Ordinal))
            yield return note;
    }
}
