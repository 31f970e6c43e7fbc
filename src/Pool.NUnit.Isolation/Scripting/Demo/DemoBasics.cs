using System.Security.Cryptography;
using Pool.Runtime;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Scripting.Demo;

/// <summary>Demo commands without a session's programs.</summary>
internal static class DemoBasics
{
    private const int BlobPeriod = 251;
    private const double MaxBlob = 1 << 30;

    public static void AddTo(Dictionary<string, DemoCommand> commands)
    {
        commands["ping"] = DemoCommand.Of(CommandKind.Query, [], [], static _ => new { status = "ok" });
        commands["echo"] = DemoCommand.Of(CommandKind.Query, [], [], static call => call.WholeArgs) with { TakesAnything = true };
        commands["sleep"] = new(CommandKind.Query, ["seconds"], ["ignore_cancel"], SleepAsync);
        commands["work"] = DemoCommand.Of(CommandKind.Query, ["milliseconds"], [], Work);
        commands["health_check"] = DemoCommand.Of(CommandKind.Query, [], [], static call => new
        {
            status = "healthy",
            uptime_s = call.Worker.Uptime.TotalSeconds,
        });
        commands["get_stats"] = DemoCommand.Of(CommandKind.Query, [], [], static call => call.Worker.Stats(call.Session));
        commands["pid"] = DemoCommand.Of(CommandKind.Query, [], [], static _ => new { pid = Environment.ProcessId });
        commands["environment"] = DemoCommand.Of(CommandKind.Query, ["name"], [], ReadVariable);
        commands["append"] = DemoCommand.Of(CommandKind.Mutation, ["value"], [], Append);
        commands["total"] = DemoCommand.Of(CommandKind.Query, [], [], static call =>
        {
            List<long> values = call.RequiredSession.Values;
            return new { count = values.Count, total = values.Sum(), values };
        });
        commands["blob"] = DemoCommand.Of(CommandKind.Query, ["size"], [], static call =>
        {
            byte[] bytes = new byte[(int)call.Number("size", high: MaxBlob)];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)(i % BlobPeriod);
            }

            return bytes;
        });
        commands["checksum"] = DemoCommand.Of(CommandKind.Query, ["data"], [], static call => call.Args["data"] is byte[] data
            ? new { sha256 = Convert.ToHexStringLower(SHA256.HashData(data)), length = data.Length }
            : throw DemoErrorException.InvalidArguments("The argument 'data' must be bytes."));
    }

    private static async ValueTask<InProcessReply> SleepAsync(DemoCall call)
    {
        double seconds = call.Number("seconds");
        if (call.Args.GetValueOrDefault("ignore_cancel") is true)
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), call.Worker.Clock, call.Stopped);
        }
        else
        {
            await call.DelayAsync(seconds);
        }

        return InProcessReply.Success(new { slept = call.Args["seconds"] });
    }

    private static object Work(DemoCall call)
    {
        // Processor time is real whatever the test's clock says, so this burns real time.
        TimeProvider clock = TimeProvider.System;
        TimeSpan duration = TimeSpan.FromMilliseconds(call.Number("milliseconds"));
        long start = clock.GetTimestamp();
        while (clock.GetElapsedTime(start) < duration && !call.Stopped.IsCancellationRequested)
        {
            Thread.SpinWait(100);
        }

        return new { milliseconds = call.Args["milliseconds"] };
    }

    private static object ReadVariable(DemoCall call)
    {
        string name = call.Text("name");
        return name.StartsWith("POOL_", StringComparison.Ordinal)
            ? new { name, value = Environment.GetEnvironmentVariable(name) }
            : throw new DemoErrorException("Forbidden", "Only variables whose name starts with POOL_ are shown.");
    }

    private static object Append(DemoCall call)
    {
        List<long> values = call.RequiredSession.Values;
        values.Add(call.Integer("value"));
        return new { count = values.Count, total = values.Sum() };
    }
}
