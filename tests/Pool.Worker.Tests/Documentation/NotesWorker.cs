namespace Pool.Worker.Tests.Documentation;

/// <summary>The worker of docs/workers.md, which is compared with this file; run by <see cref="NotesTests"/>.</summary>
internal static class NotesWorker
{
    public static WorkerApplication Create()
    {
        HashSet<string> words = new(StringComparer.Ordinal);

        var worker = new WorkerApplication(new WorkerOptions { Name = "notes 1.0" });

        worker.MapCommand("add", CommandKind.Query, context =>
        {
            var (a, b) = context.GetArgs<Summands>();
            return a + b;
        });

        worker.MapCommand("note", CommandKind.Mutation, context =>
        {
            var notes = context.RequireSession().GetOrAdd("notes", () => new List<string>());
            notes.Add(context.GetArgs<Note>().Text);
            return new { count = notes.Count, at = TimeProvider.System.GetUtcNow() };
        }, "at");

        worker.MapCommand("search", CommandKind.Query, async context =>
        {
            var (notes, word) = (context.RequireSession().GetOrAdd("notes", () => new List<string>()), context.GetArgs<Search>().Word);
            for (var number = 0; number < notes.Count; number++)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                context.ReportProgress(new { done = number, of = notes.Count });
                if (notes[number].Contains(word, StringComparison.Ordinal))
                    await context.SendChunkAsync(notes[number]);
            }

            return new { searched = notes.Count };
        });

        worker.MapCommand("read", CommandKind.Query, context =>
        {
            var (notes, number) = (context.RequireSession().GetOrAdd("notes", () => new List<string>()), context.GetArgs<Number>().Value);
            return number >= 0 && number < notes.Count
                ? notes[number]
                : throw new WorkerException("NoSuchNote", $"There are {notes.Count} notes; number {number} is none of them.");
        });

        worker.MapSnapshot(
            session => session.GetOrAdd("notes", () => new List<string>()),
            (session, notes) => session.Set("notes", notes));

        WorkerLogger log = worker.CreateLogger("notes");

        worker.MapCommand("forget", CommandKind.Mutation, context =>
        {
            var notes = context.RequireSession().GetOrAdd("notes", () => new List<string>());
            log.Log(WorkerLogLevel.Warning, $"forgetting {notes.Count} notes");
            context.RequireSession().Remove("notes");
            return notes.Count > 0;
        });

        worker
            .Preload(() => words.UnionWith(["note", "notes"]))
            .OnStart(() => log.Log(WorkerLogLevel.Information, $"ready in process {Environment.ProcessId}"));

        return worker;
    }

    private sealed record Summands(int A, int B);

    private sealed record Note(string Text);

    private sealed record Search(string Word);

    private sealed record Number([property: System.Text.Json.Serialization.JsonPropertyName("number")] int Value);
}
