using System.Text.Json;
using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests.Adapters;

/// <summary>
/// An in-process worker whose state is one text per session: "count" sends as many chunks, "wait" waits to be cancelled,
/// "set" keeps a text, "late" sends after its answer.
/// </summary>
internal sealed class PieceWorker(bool givesSnapshots = true) : IInProcessWorker
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>How many chunks have been sent in all.</summary>
    public int Sent { get; private set; }

    /// <summary>The last request.</summary>
    public InProcessRequest? Last { get; private set; }

    public InProcessWorkerDescription Describe() =>
        new("pieces", new Dictionary<string, CommandKind>(StringComparer.Ordinal) { ["count"] = CommandKind.Query })
        {
            ObservesCancellation = true,
            GivesSnapshots = givesSnapshots,
        };

    public async ValueTask<InProcessReply> HandleAsync(InProcessRequest request, CancellationToken stopped)
    {
        Last = request;
        switch (request.Command)
        {
            case "count":
                for (int i = 1; i <= request.Args.GetInt32(); i++)
                {
                    await request.SendChunkAsync(i);
                    Sent++;
                }

                await request.SendProgressAsync(new { done = 1 });
                return InProcessReply.Success("counted");
            case "wait":
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, request.Cancelled).WaitAsync(stopped);
                break;
            case "set":
                _texts[request.SessionId!] = request.Args.GetString()!;
                break;
            case "large":
                await request.SendChunkAsync(new string('x', 4096));
                break;
            case "throw":
                throw new InvalidOperationException("thrown");
        }

        return InProcessReply.Success(null);
    }

    public void EndSession(string sessionId) => _texts.Remove(sessionId);

    public object? CaptureSession(string sessionId) => _texts.GetValueOrDefault(sessionId);

    public void RestoreSession(string sessionId, JsonElement state, IReadOnlyList<ReadOnlyMemory<byte>> blobs) =>
        _texts[sessionId] = state.GetString()!;

    public ValueTask DisposeAsync() => default;
}
