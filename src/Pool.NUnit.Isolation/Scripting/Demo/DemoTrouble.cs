using System.Globalization;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Scripting.Demo;

/// <summary>Demo commands that misbehave when asked to.</summary>
internal static class DemoTrouble
{
    private static readonly string[] Levels = ["trace", "debug", "information", "warning", "error", "critical"];

    private const int BytesPerMegabyte = 1 << 20;

    public static void AddTo(Dictionary<string, DemoCommand> commands)
    {
        commands["fail"] = DemoCommand.Of(CommandKind.Query, [], ["type", "message", "retryable"], static call => throw new DemoErrorException(
            call.Text("type", "DemoError"),
            call.Text("message", "This command fails when asked to."),
            call.Args.GetValueOrDefault("retryable") is true));
        commands["crash"] = new(CommandKind.Effect, [], ["exit_code", "signal"], static async call =>
        {
            string how = call.Args.GetValueOrDefault("signal") is not null
                ? string.Create(CultureInfo.InvariantCulture, $"signal {call.Number("signal", low: 1, high: 64)}")
                : string.Create(CultureInfo.InvariantCulture, $"exit code {(call.Args.GetValueOrDefault("exit_code") is null ? 1 : call.Number("exit_code", high: 255))}");
            call.Worker.Crash($"simulated {how}");
            await Task.Delay(Timeout.InfiniteTimeSpan, call.Worker.Clock, call.Stopped);
            throw new OperationCanceledException(call.Stopped);
        });
        commands["allocate"] = DemoCommand.Of(CommandKind.Effect, ["megabytes"], [], static call =>
        {
            byte[] block = new byte[(int)call.Number("megabytes", high: 1 << 11) * BytesPerMegabyte];
            Array.Fill(block, (byte)1);
            call.Worker.Keep(block);
            return new { megabytes = call.Worker.KeptBytes / BytesPerMegabyte };
        });
        // There is no stream of its own to write to; the answer is that of the others.
        commands["write_stdout"] = DemoCommand.Of(CommandKind.Query, ["text"], [], static _ => new { written = true });
        commands["write_stderr"] = DemoCommand.Of(CommandKind.Query, ["text"], [], static _ => new { written = true });
        commands["log"] = DemoCommand.Of(CommandKind.Query, ["message"], ["level", "logger", "exception"], static call =>
            Levels.Contains(call.Text("level", "information"), StringComparer.Ordinal)
                ? new { logged = true }
                : throw DemoErrorException.InvalidArguments($"The argument 'level' must be one of {string.Join(", ", Levels)}."));
    }
}
