using System.Text.Json.Serialization;

namespace Pool.Worker.Demo;

/// <summary>An answer in pieces.</summary>
internal static class StreamCommands
{
    public static void AddTo(WorkerApplication worker) => worker.MapCommand("count", CommandKind.Query, CountAsync);

    private static async Task<object?> CountAsync(CommandContext context)
    {
        CountArgs args = context.GetArgs<CountArgs>();
        long to = Argument.Within(args.To, 0, 1_000_000, "to");
        double seconds = Argument.Within(args.Seconds, 0, 1_000_000, "seconds");
        for (long n = 1; n <= to; n++)
        {
            if (seconds > 0)
                await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, context.CancellationToken);
            context.CancellationToken.ThrowIfCancellationRequested();
            await context.SendChunkAsync(n);
            if (args.Progress)
                context.ReportProgress(new { done = n, of = to });
        }

        return new { counted = to };
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record CountArgs
    {
        [JsonPropertyName("to")]
        public required long To { get; init; }

        [JsonPropertyName("seconds")]
        public double Seconds { get; init; }

        [JsonPropertyName("progress")]
        public bool Progress { get; init; }
    }
}
