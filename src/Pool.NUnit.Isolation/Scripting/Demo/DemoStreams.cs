using Pool.Runtime;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Scripting.Demo;

/// <summary>A demo command whose answer comes in pieces.</summary>
internal static class DemoStreams
{
    private const double MaxCount = 1_000_000;

    public static void AddTo(Dictionary<string, DemoCommand> commands) =>
        commands["count"] = new(CommandKind.Query, ["to"], ["seconds", "progress"], CountAsync);

    private static async ValueTask<InProcessReply> CountAsync(DemoCall call)
    {
        long to = call.Integer("to");
        call.Number("to", high: MaxCount);
        double seconds = call.Args.ContainsKey("seconds") ? call.Number("seconds") : 0;
        bool tells = call.Args.GetValueOrDefault("progress") is true;
        for (long n = 1; n <= to; n++)
        {
            if (seconds > 0)
            {
                await call.DelayAsync(seconds);
            }

            call.Cancelled.ThrowIfCancellationRequested();
            call.Stopped.ThrowIfCancellationRequested();
            await call.SendChunkAsync(n);
            if (tells)
            {
                await call.SendProgressAsync(new { done = n, of = to });
            }
        }

        return InProcessReply.Success(new { counted = to });
    }
}
