using System.Text.Json;
using Pool.Runtime.Protocol;
using Pool.Worker.Serving;

namespace Pool.Worker;

/// <summary>One request. Belongs to the command that serves it and ends with it.</summary>
public sealed class CommandContext
{
    private readonly HostRequest _request;
    private readonly WorkerState _state;
    private readonly OpenRequest _open;
    private readonly FrameSink _sink;
    private readonly long _startedAt;
    private JsonElement? _args;
    private readonly Lock _sending = new();
    private bool _ended;

    internal CommandContext(HostRequest request, WorkerState state, OpenRequest open, FrameSink sink)
    {
        _request = request;
        _state = state;
        _open = open;
        _sink = sink;
        _startedAt = state.Clock.GetTimestamp();
    }

    /// <summary>The request's number, unique in this worker's life.</summary>
    public long Id => _request.Id;

    /// <summary>Name of the command.</summary>
    public string Command => _request.Command;

    /// <summary>Name of the session, or null for a request outside any session.</summary>
    public string? SessionId => _request.Session;

    /// <summary>The session's state; null outside any session.</summary>
    public SessionState? Session => _request.Session is { } session ? _state.SessionOf(session) : null;

    /// <summary>W3C trace context of the caller, or null.</summary>
    public string? TraceParent => _request.TraceParent;

    /// <summary>Fires when the host cancels this request.</summary>
    public CancellationToken CancellationToken => _open.Cancelled;

    /// <summary>Time until the caller's deadline, zero once it has passed; null when it set none.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            if (_request.DeadlineMs is not { } milliseconds)
                return null;
            TimeSpan left = TimeSpan.FromMilliseconds(Math.Min(milliseconds, int.MaxValue))
                - _state.Clock.GetElapsedTime(_startedAt);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>The arguments as JSON; bytes appear as <c>{"$blob":index}</c> and lie in <see cref="Blobs"/>.</summary>
    public JsonElement Args => _args ??= JsonElement.Parse(_request.Args.Json.Span);

    /// <summary>The arguments' bytes, in the order in which the caller wrote them.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Blobs => _request.Args.Blobs;

    /// <summary>The worker's own figures.</summary>
    public WorkerStatistics Statistics => _state.Statistics;

    internal Payload ArgsPayload => _request.Args;

    internal IEnumerable<SessionState> AllSessions => _state.Sessions;

    /// <summary>
    /// Reads the arguments as a <typeparamref name="T"/>, whose bytes (<c>byte[]</c>,
    /// <c>ReadOnlyMemory&lt;byte&gt;</c>) come
    /// from the request's blobs. Absent arguments count as an object without members.
    /// </summary>
    /// <exception cref="WorkerException">They don't fit; its type is <c>InvalidArguments</c>.</exception>
    public T GetArgs<T>()
    {
        try
        {
            Payload args = _request.Args.Json.Span.SequenceEqual("null"u8) ? _state.NoArgs : _request.Args;
            return _state.Serializer.Deserialize<T>(args)
                ?? throw new WorkerException("InvalidArguments", $"The command '{Command}' needs arguments.");
        }
        catch (ProtocolException mismatch)
        {
            throw new WorkerException("InvalidArguments", $"The arguments of '{Command}' don't fit: {mismatch.Message}");
        }
    }

    /// <summary>
    /// Sends a piece of the answer ahead of the result. Completes when it was written, which waits while the host has as many
    /// unread as it asked for. Thread-safe.
    /// </summary>
    /// <param name="value">Whatever System.Text.Json serializes; bytes travel as blobs.</param>
    /// <exception cref="OperationCanceledException">The host cancelled this request meanwhile.</exception>
    /// <exception cref="InvalidOperationException">The command has ended.</exception>
    public async Task SendChunkAsync(object? value)
    {
        Payload payload = _state.Serializer.Serialize(value);
        await _open.TakeCreditAsync();
        Send(new WorkerChunk(Id, payload));
    }

    /// <summary>Tells the host how far the command is. Thread-safe.</summary>
    /// <param name="value">Whatever System.Text.Json serializes; what it means is between you and the caller.</param>
    /// <exception cref="InvalidOperationException">The command has ended.</exception>
    public void ReportProgress(object? value) => Send(new WorkerProgress(Id, _state.Serializer.Serialize(value)));

    /// <summary>Writes to the host's log, with the command's name as that of the logger. Thread-safe; never throws for want of a host.</summary>
    /// <inheritdoc cref="WorkerLogger.Log"/>
    public void Log(WorkerLogLevel level, string message, Exception? exception = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        _state.Log.Write(level, Command, message, exception);
    }

    /// <summary>The session's state.</summary>
    /// <exception cref="WorkerException">
    /// The request is outside any session; its type is <c>SessionRequired</c>.
    /// </exception>
    public SessionState RequireSession() => Session ?? throw new WorkerException(
        "SessionRequired", $"The command '{Command}' needs a session; send the request within one.");

    /// <summary>From here on nothing more is sent for this request but its answer.</summary>
    internal void End()
    {
        lock (_sending)
            _ended = true;
    }

    private void Send(WorkerMessage message)
    {
        lock (_sending)
        {
            if (_ended)
            {
                throw new InvalidOperationException(
                    $"The command '{Command}' has ended, so its request {Id} can send nothing more; await what it starts.");
            }

            _sink.Write(message);
        }
    }
}
