using System.Text.Json;

namespace Pool.Worker.Tests.Sdk;

/// <summary>
/// A worker as a user writes one. Run by <see cref="WorkerApplicationTests"/> as a process of its own.
/// </summary>
internal static class SpecimenWorker
{
    public static Task<int> Main() => new WorkerApplication(new WorkerOptions { Name = "specimen 9", MaxFrameBytes = 4096 })
        .MapCommand("async", CommandKind.Idempotent, async context =>
        {
            await Task.Yield();
            return new { sum = context.GetArgs<int[]>().Sum() };
        })
        .MapCommand("task", CommandKind.Query, object? (_) => Task.FromResult(1))
        .MapCommand("unfit", CommandKind.Query, _ => double.NaN)
        .MapCommand("throw", CommandKind.Query, object? (_) => throw new InvalidOperationException("by the user"))
        .MapCommand("halves", CommandKind.Query, object? (_) => throw new InvalidOperationException("half \ud800 pair"))
        .MapCommand("remaining", CommandKind.Query, context => context.Remaining?.TotalMilliseconds)
        .MapCommand("trace", CommandKind.Query, context => new { context.Id, context.Command, context.SessionId, context.TraceParent })
        .MapCommand("reverse", CommandKind.Query, context => Reversed(context.GetArgs<Letter>()))
        .MapCommand("blobs", CommandKind.Query, context => context.Blobs.Select(blob => blob.Length))
        .MapCommand("count", CommandKind.Mutation, Count, "at")
        .MapCommand("types", CommandKind.Query, Types)
        .MapCommand("cancelled", CommandKind.Query, async context =>
        {
            await Console.Error.WriteLineAsync("begun");
            // Swallows the cancellation and answers after all, which P27 allows.
            await Task.Delay(Timeout.Infinite, context.CancellationToken).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            return "late";
        })
        .MapCommand("alien", CommandKind.Query, object? (_) => throw new OperationCanceledException("somebody else's"))
        .RunAsync();

    private static object Count(CommandContext context)
    {
        SessionState session = context.RequireSession();
        session.Set("count", session.TryGet("count", out int before) ? before + 1 : 1);
        return new { count = session.GetOrAdd("count", () => 0), at = JsonElement.Parse("1") };
    }

    private static object Types(CommandContext context)
    {
        SessionState session = context.RequireSession();
        session.Set("key", "text");
        bool foundText = session.TryGet("key", out string? text) && text.Length == 4;
        bool foundNumber = session.TryGet("key", out int _);
        string mismatch = string.Empty;
        try
        {
            session.GetOrAdd("key", () => 1);
        }
        catch (InvalidCastException wrongType)
        {
            mismatch = wrongType.Message;
        }

        return new { foundText, foundNumber, mismatch, removed = session.Remove("key"), again = session.Remove("key") };
    }

    private static Letter Reversed(Letter letter) =>
        letter with { Body = letter.Body.ToArray().Reverse().ToArray() };

    private sealed record Letter(string To, ReadOnlyMemory<byte> Body);
}
