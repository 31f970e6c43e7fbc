using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace WebAppIsolation;

/// <summary>The app that is tested, as its Program would build it.</summary>
internal static class NoteApp
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        WebApplication app = builder.Build();
        app.MapGet("/notes", static (NoteBook book) => book.Notes);
        app.MapPost("/notes", static (NewNote note, NoteBook book, TimeProvider clock) =>
        {
            var written = new Note(note.Text, clock.GetUtcNow());
            book.Add(written);
            return Results.Created("/notes", written);
        });
        return app;
    }

    internal sealed record NewNote(string Text);
}
