using System.Text;
using System.Text.Json.Serialization;
using Microsoft.Win32.SafeHandles;
using Pool.Worker.Serving;

namespace Pool.Worker.Demo;

/// <summary>Commands that fail, die, hoard memory and write where they shouldn't.</summary>
internal sealed class TroubleCommands
{
    private const int BytesPerMegabyte = 1 << 20;

    private readonly List<byte[]> _kept = [];

    public void AddTo(WorkerApplication worker) => worker
        .MapCommand("fail", CommandKind.Query, Fail)
        .MapCommand("crash", CommandKind.Effect, Crash)
        .MapCommand("allocate", CommandKind.Effect, Allocate)
        .MapCommand("write_stdout", CommandKind.Query, WriteStandardOutput)
        .MapCommand("write_stderr", CommandKind.Query, WriteStandardError)
        .MapCommand("log", CommandKind.Query, context => WriteLog(worker, context));

    private static object Fail(CommandContext context)
    {
        FailArgs args = context.GetArgs<FailArgs>();
        throw new WorkerException(args.Type, args.Message, args.Retryable);
    }

    private static object Crash(CommandContext context)
    {
        CrashArgs args = context.GetArgs<CrashArgs>();
        if (args.Signal is not { } signal)
        {
            NativeProcess.ExitNow((int)Argument.Within(args.ExitCode ?? 1, 0, 255, "exit_code"));
        }
        else if (!NativeProcess.Raise((int)Argument.Within(signal, 1, 64, "signal")))
        {
            throw Argument.Invalid($"Signal {signal} can't be sent on this system.");
        }

        // The signal may be one that this process ignores.
        return new { signal = args.Signal };
    }

    private static object WriteStandardOutput(CommandContext context)
    {
        string text = context.GetArgs<TextArgs>().Text;
        Console.Out.WriteLine(text);
        if (!OperatingSystem.IsWindows())
        {
            // As a native library would: by the descriptor's number, behind the back of Console.
            using var number = new SafeFileHandle(1, ownsHandle: false);
            using var raw = new FileStream(number, FileAccess.Write, bufferSize: 0);
            raw.Write(Encoding.UTF8.GetBytes(text + "\n"));
        }

        return new { written = true };
    }

    private static object WriteStandardError(CommandContext context)
    {
        Console.Error.WriteLine(context.GetArgs<TextArgs>().Text);
        return new { written = true };
    }

    private static object WriteLog(WorkerApplication worker, CommandContext context)
    {
        LogArgs args = context.GetArgs<LogArgs>();
        if (!Enum.TryParse(args.Level, ignoreCase: true, out WorkerLogLevel level) || args.Level.Any(c => c is < 'a' or > 'z'))
        {
            throw Argument.Invalid(
                $"The argument 'level' must be one of {string.Join(", ", Enum.GetNames<WorkerLogLevel>()).ToLowerInvariant()}.");
        }

        worker.CreateLogger(args.Logger).Log(
            level, args.Message, args.Exception ? new InvalidOperationException("This error was made to be logged.") : null);
        return new { logged = true };
    }

    private object Allocate(CommandContext context)
    {
        long megabytes = Argument.Within(context.GetArgs<AllocateArgs>().Megabytes, 0, 1 << 14, "megabytes");
        for (long i = 0; i < megabytes; i++)
        {
            // Filled, since memory that was never touched takes no room.
            byte[] block = GC.AllocateUninitializedArray<byte>(BytesPerMegabyte);
            Array.Fill(block, (byte)1);
            _kept.Add(block);
        }

        return new { megabytes = _kept.Count };
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record FailArgs
    {
        [JsonPropertyName("type")]
        public string Type { get; init; } = "DemoError";

        [JsonPropertyName("message")]
        public string Message { get; init; } = "This command fails when asked to.";

        [JsonPropertyName("retryable")]
        public bool Retryable { get; init; }
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record CrashArgs
    {
        [JsonPropertyName("exit_code")]
        public long? ExitCode { get; init; }

        [JsonPropertyName("signal")]
        public long? Signal { get; init; }
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record AllocateArgs
    {
        [JsonPropertyName("megabytes")]
        public required long Megabytes { get; init; }
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record LogArgs
    {
        [JsonPropertyName("message")]
        public required string Message { get; init; }

        [JsonPropertyName("level")]
        public string Level { get; init; } = "information";

        [JsonPropertyName("logger")]
        public string Logger { get; init; } = "demo";

        [JsonPropertyName("exception")]
        public bool Exception { get; init; }
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record TextArgs
    {
        [JsonPropertyName("text")]
        public required string Text { get; init; }
    }
}
