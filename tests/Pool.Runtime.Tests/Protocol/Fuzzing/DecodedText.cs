using Pool.Runtime.Protocol;
using Pool.Runtime.Tests.Protocol.Reference;

namespace Pool.Runtime.Tests.Protocol.Fuzzing;

/// <summary>What the decoders under test made of a frame, in the words of the reference decoder.</summary>
internal static class DecodedText
{
    public static string Of(object message) => message is HostMessage host ? Of(host) : Of((WorkerMessage)message);

    private static string Of(HostMessage message)
    {
        var text = new MessageText();
        switch (message)
        {
            case HostHello hello:
                text.Add("hello");
                text.Add($"{hello.MinVersion}-{hello.MaxVersion}");
                text.Add(hello.WorkerId);
                text.Add(hello.MaxFrameBytes);
                text.Add(hello.LogLevel is { } wanted ? WireFormat.NameOf(wanted) : null);
                break;
            case HostPing ping:
                text.Add("ping");
                text.Add(ping.Id);
                break;
            case HostCancel cancel:
                text.Add("cancel");
                text.Add(cancel.Id);
                break;
            case HostRequest request:
                text.Add("request");
                text.Add(request.Id);
                text.Add(request.Command);
                Add(text, request.Args);
                text.Add(request.Session);
                text.Add(request.DeadlineMs);
                text.Add(request.TraceParent);
                text.Add(request.Window);
                text.Add(request.More ? "more" : null);
                break;
            case HostCredit credit:
                text.Add("credit");
                text.Add(credit.Id);
                text.Add(credit.Chunks);
                break;
            case HostSnapshot snapshot:
                text.Add("snapshot");
                text.Add(snapshot.Id);
                text.Add(snapshot.Session);
                break;
            case HostRestore restore:
                text.Add("restore");
                text.Add(restore.Id);
                text.Add(restore.Session);
                Add(text, restore.State);
                break;
            case HostEndSession end:
                text.Add("end_session");
                text.Add(end.Session);
                break;
            case HostShutdown:
                text.Add("shutdown");
                break;
            default:
                throw new ArgumentException($"The reference decoder has no {message.GetType().Name}.", nameof(message));
        }

        return text.ToString();
    }

    private static string Of(WorkerMessage message)
    {
        var text = new MessageText();
        switch (message)
        {
            case WorkerHello hello:
                Add(text, hello);
                break;
            case WorkerPong pong:
                text.Add("pong");
                text.Add(pong.Id);
                break;
            case WorkerResult result:
                text.Add("result");
                text.Add(result.Id);
                Add(text, result.Value);
                text.Add(result.Volatile);
                Add(text, result.Span);
                break;
            case WorkerChunk chunk:
                text.Add("chunk");
                text.Add(chunk.Id);
                Add(text, chunk.Value);
                break;
            case WorkerProgress progress:
                text.Add("progress");
                text.Add(progress.Id);
                Add(text, progress.Value);
                break;
            case WorkerLog log:
                text.Add("log");
                text.Add(WireFormat.NameOf(log.Level));
                text.Add(log.Logger);
                text.Add(log.Message);
                text.Add(log.Id);
                text.Add(log.Exception);
                break;
            case WorkerError error:
                text.Add("error");
                text.Add(error.Id);
                text.Add(error.Error.Type);
                text.Add(error.Error.Message);
                text.Add(error.Error.Retryable ? "retryable" : null);
                text.Add(error.Error.Traceback);
                Add(text, error.Span);
                break;
            default:
                throw new ArgumentException($"The reference decoder has no {message.GetType().Name}.", nameof(message));
        }

        return text.ToString();
    }

    private static void Add(MessageText text, WorkerHello hello)
    {
        text.Add("hello");
        text.Add(hello.Version);
        text.Add(hello.Worker);
        text.Add(hello.Pid);
        text.Add(hello.MaxFrameBytes);
        foreach (CommandDescription command in hello.Commands.Values)
        {
            text.Add(command.Name);
            text.Add(WireFormat.NameOf(command.Kind));
        }

        text.Add(hello.Features);
    }

    private static void Add(MessageText text, Payload payload)
    {
        text.Add(payload.Json.Span);
        foreach (ReadOnlyMemory<byte> blob in payload.Blobs)
            text.Add(blob.Span);
    }

    private static void Add(MessageText text, WorkerSpan? span)
    {
        if (span is null)
            return;
        text.Add($"{span.StartUs}+{span.DurationUs}");
        text.Add(span.Name);
    }
}
