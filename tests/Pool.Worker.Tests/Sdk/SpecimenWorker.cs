using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Pool.Worker.Tests.Sdk;

/// <summary>
/// A worker as a user writes one. Run by <see cref="WorkerApplicationTests"/> as a process of its own.
/// </summary>
internal static class SpecimenWorker
{
    // Commands run one at a time, and this worker is the process.
    private static int _closed;
    private static CommandContext? _leftBehind;

    public static Task<int> Main(string[] args) => args is ["notes", .. var rest]
        ? Documentation.NotesWorker.Create().RunAsync(rest)
        : Create().RunAsync(args);

    private static WorkerApplication Create() => new WorkerApplication(new WorkerOptions { Name = "specimen 9", MaxFrameBytes = 4096 })
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
        .MapCommand("\"odd\" \\ \u0001 ü", CommandKind.Query, context => context.Command)
        .MapCommand("nothing", CommandKind.Query, _ => NoTask!)
        .MapCommand("alien", CommandKind.Query, object? (_) => throw new OperationCanceledException("somebody else's"))
        .MapStream("squares", CommandKind.Query, context => SquaresAsync(context.GetArgs<int>()))
        .MapCommand("closed", CommandKind.Query, _ => _closed)
        .MapCommand("unfit_chunk", CommandKind.Query, async context =>
        {
            context.ReportProgress("begun");
            await context.SendChunkAsync(double.NaN);
            return null;
        })
        .MapCommand("leave_behind", CommandKind.Query, context =>
        {
            _leftBehind = context;
            return true;
        })
        .MapCommand("use_left_behind", CommandKind.Query, async _ =>
        {
            await _leftBehind!.SendChunkAsync(1);
            return null;
        })
        .Preload(() => Tell("preload"))
        .OnStart(async () =>
        {
            await Task.Yield();
            Tell("start");
        })
        .MapCommand("log_much", CommandKind.Query, context =>
        {
            (string message, string exception) = (new string('m', context.GetArgs<int>()), new string('e', context.GetArgs<int>()));
            context.Log(WorkerLogLevel.Error, message, new InvalidOperationException(exception));
            return true;
        })
        .MapCommand("log_odd", CommandKind.Query, context =>
        {
            context.Log(WorkerLogLevel.Critical, "half \ud800 pair", new UntellableException());
            return context.Command;
        })
        .MapCommand("log_from_threads", CommandKind.Query, async context =>
        {
            await Parallel.ForAsync(0, 4, async (thread, _) =>
            {
                for (int n = 0; n < 200; n++)
                {
                    await Task.Yield();
                    context.Log(WorkerLogLevel.Information, $"{thread} {n}");
                }
            });
            return null;
        })
        .MapSnapshot(
            session => new Counter(session.TryGet("count", out int count) ? count : 0, [1, 2]),
            (session, counter) =>
            {
                if (counter.Count < 0)
                    throw new WorkerException("Mine", "A counter is never negative.");
                session.Set("count", counter.Count);
            });

    // What a lambda that returns null makes of itself.
    private static Task<object?>? NoTask { get; set; }

    private static void Tell(string hook)
    {
        switch (Environment.GetEnvironmentVariable("SPECIMEN_HOOKS"))
        {
            case "told":
                Console.Error.WriteLine($"[{hook}]");
                break;
            case { } failing when failing == hook:
                throw new InvalidOperationException($"no {hook} today");
        }
    }

    private static async IAsyncEnumerable<int> SquaresAsync(
        int to, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            for (int n = 1; n <= to; n++)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                yield return n * n;
            }
        }
        finally
        {
            _closed++;
        }
    }

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

    private sealed class UntellableException : Exception
    {
        public override string ToString() => throw new InvalidOperationException("by the user");
    }

    private sealed record Counter(int Count, byte[] Blob);

    private sealed record Letter(string To, ReadOnlyMemory<byte> Body);
}
