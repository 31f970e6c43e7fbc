using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pool.Worker.Demo;

/// <summary>Commands that look, wait and tell.</summary>
internal static class BasicCommands
{
    public static void AddTo(WorkerApplication worker) => worker
        .MapCommand("ping", CommandKind.Query, Ping)
        .MapCommand("echo", CommandKind.Query, context => context.ArgsPayload)
        .MapCommand("sleep", CommandKind.Query, SleepAsync)
        .MapCommand("work", CommandKind.Query, Work)
        .MapCommand("health_check", CommandKind.Query, HealthCheck)
        .MapCommand("get_stats", CommandKind.Query, GetStats)
        .MapCommand("pid", CommandKind.Query, context => NoArgs.Or(context, new { pid = Environment.ProcessId }))
        .MapCommand("environment", CommandKind.Query, ReadEnvironment);

    private static object Ping(CommandContext context) => NoArgs.Or(context, new { status = "ok" });

    private static async Task<object?> SleepAsync(CommandContext context)
    {
        SleepArgs args = context.GetArgs<SleepArgs>();
        double seconds = args.Seconds.ValueKind == JsonValueKind.Number
            ? Argument.Within(args.Seconds.GetDouble(), 0, 1_000_000, "seconds")
            : throw Argument.Invalid("The argument 'seconds' must be a number.");
        await Task.Delay(
            TimeSpan.FromSeconds(seconds),
            TimeProvider.System,
            args.IgnoreCancel ? CancellationToken.None : context.CancellationToken);
        return new { slept = args.Seconds };
    }

    private static object Work(CommandContext context)
    {
        WorkArgs args = context.GetArgs<WorkArgs>();
        double milliseconds = args.Milliseconds.ValueKind == JsonValueKind.Number
            ? Argument.Within(args.Milliseconds.GetDouble(), 0, int.MaxValue, "milliseconds")
            : throw Argument.Invalid("The argument 'milliseconds' must be a number.");
        long start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start).TotalMilliseconds < milliseconds)
            Thread.SpinWait(100);
        return new { milliseconds = args.Milliseconds };
    }

    private static object HealthCheck(CommandContext context) =>
        NoArgs.Or(context, new { status = "healthy", uptime_s = context.Statistics.Uptime.TotalSeconds });

    private static object GetStats(CommandContext context)
    {
        context.GetArgs<NoArgs>();
        IEnumerable<SessionState> sessions = context.Session is { } own ? [own] : context.AllSessions;
        int programs = sessions.Sum(ProgramCommands.CountIn);
        WorkerStatistics statistics = context.Statistics;
        return new
        {
            programs_count = programs,
            command_count = statistics.CommandCount,
            error_count = statistics.ErrorCount,
            sessions = statistics.SessionCount,
            rss_bytes = Environment.WorkingSet,
        };
    }

    private static object ReadEnvironment(CommandContext context)
    {
        string name = context.GetArgs<EnvironmentArgs>().Name;

        // A demo must not hand out the secrets of whoever runs it.
        return name.StartsWith("POOL_", StringComparison.Ordinal)
            ? new { name, value = Environment.GetEnvironmentVariable(name) }
            : throw new WorkerException("Forbidden", "Only variables whose name starts with POOL_ are shown.");
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record SleepArgs
    {
        [JsonPropertyName("seconds")]
        public required JsonElement Seconds { get; init; }

        [JsonPropertyName("ignore_cancel")]
        public bool IgnoreCancel { get; init; }
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record WorkArgs
    {
        [JsonPropertyName("milliseconds")]
        public required JsonElement Milliseconds { get; init; }
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record EnvironmentArgs
    {
        [JsonPropertyName("name")]
        public required string Name { get; init; }
    }
}
