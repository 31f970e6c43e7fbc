using System.Text;
using Pool.Runtime.Adapters;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Protocol.Fuzzing;

/// <summary>A worker that hears messages and answers in bytes of its own making. It stays until it is killed.</summary>
internal sealed class HostileChannel(HostileLedger ledger, WorkerStart start) : WorkerChannel
{
    private readonly BytePipe _output = new();
    private readonly TaskCompletionSource<WorkerExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FrameReader? _reader;

    public string WorkerId => start.WorkerId;

    /// <summary>It sent what condemns it.</summary>
    public bool BrokeRules { get; private set; }

    /// <summary>It sent what may be taken for malformed.</summary>
    public bool MayHaveBrokenRules { get; private set; }

    /// <summary>It ended its output inside a frame, or without an answer.</summary>
    public bool EndedEarly { get; private set; }

    /// <summary>Completes when the pool has ended it.</summary>
    public Task Ended => _ended.Task;

    public override Task<WorkerExit> Exited => _exited.Task;

    public override async ValueTask SendAsync(HostMessage message, CancellationToken cancellationToken)
    {
        if (EndedEarly || _ended.Task.IsCompleted)
            throw new IOException("Broken pipe.");
        switch (message)
        {
            case HostHello:
                await _output.WriteAsync(ledger.Hello(out bool isBad), cancellationToken);
                BrokeRules |= isBad;
                break;
            case HostPing ping:
                await _output.WriteAsync(Wire.Bytes($$"""{"type":"pong","id":{{ping.Id}}}"""), cancellationToken);
                break;
            case HostRequest request:
                await AnswerAsync(request, cancellationToken);
                break;
            case HostShutdown:
                Kill();
                break;
        }
    }

    public override async ValueTask<WorkerMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        _reader ??= new FrameReader(_output, start.Limits);
        return await _reader.ReadAsync(cancellationToken) is { } frame ? WorkerMessageCodec.Decode(frame) : null;
    }

    public override void CloseInput()
    {
    }

    public override void Kill()
    {
        _ended.TrySetResult();
        _output.CloseWriter();
        _output.CloseReader();
        _exited.TrySetResult(new WorkerExit(null, null, "killed"));
    }

    public override ValueTask DisposeAsync()
    {
        Kill();
        return default;
    }

    private async ValueTask AnswerAsync(HostRequest request, CancellationToken cancellationToken)
    {
        byte[] bytes = ledger.Answer(this, request, Encoding.UTF8.GetString(request.Args.Json.Span), out AnswerVerdict verdict);
        BrokeRules |= verdict.BreaksRules;
        MayHaveBrokenRules |= verdict.MayBeRefused;
        EndedEarly |= verdict.IsCutShort || verdict is { Answer: null, BreaksRules: false };
        try
        {
            await _output.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException)
        {
            // Killed for what it sent before. It has heard the request, so the send succeeded.
        }

        if (!EndedEarly)
            return;
        _output.CloseWriter();
        _exited.TrySetResult(new WorkerExit(1, null, "ended"));
    }
}
