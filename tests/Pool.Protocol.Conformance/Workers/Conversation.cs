using System.Text.Json;
using Pool.Protocol.Conformance.Wire;

namespace Pool.Protocol.Conformance.Workers;

/// <summary>The host's side of one worker, in the words of the protocol.</summary>
internal sealed class Conversation(WorkerProcess process) : IAsyncDisposable
{
    private long _lastId;

    public WorkerProcess Process => process;

    public long NextId() => ++_lastId;

    /// <summary>Sends a hello and reads the worker's.</summary>
    public async Task<Offer> GreetAsync(int maxFrameBytes = HostText.MaxFrameBytes, string fields = "")
    {
        await SendAsync(HostText.Hello(maxFrameBytes: maxFrameBytes, fields: fields));
        WorkerFrame hello = await NextAsync("hello");
        if (hello.Type != "hello")
            throw new BrokenRequirementException($"a host's hello was answered by {hello}");
        process.Frames.Limit = maxFrameBytes;
        return Offer.Of(hello);
    }

    public Task SendAsync(string json, params byte[][] blobs) => process.WriteAsync(FrameBytes.Of(json, blobs));

    /// <summary>Sends several frames in one write.</summary>
    public Task SendTogetherAsync(IEnumerable<string> jsons) => process.WriteAsync(jsons.SelectMany(json => FrameBytes.Of(json)).ToArray());

    public async Task<long> RequestAsync(string command, string args = "null", string? session = null, string fields = "", params byte[][] blobs)
    {
        long id = NextId();
        string lengths = blobs.Length == 0 ? "" : $",\"blobs\":[{string.Join(',', blobs.Select(blob => blob.Length))}]";
        await SendAsync(HostText.Request(id, command, args, session, lengths + fields), blobs);
        return id;
    }

    /// <summary>The worker's next frame, whatever it is.</summary>
    public async Task<WorkerFrame> NextAsync(string awaited) =>
        await process.ReadAsync(awaited) ?? throw new BrokenRequirementException($"{awaited} was due, and its output ended: {await process.DescribeEndAsync()}");

    /// <summary>The worker's next frame, which must be this message for this id.</summary>
    public async Task<WorkerFrame> NextAsync(string type, long id)
    {
        WorkerFrame frame = await NextAsync($"{type} for id {id}");
        return frame.Type == type && frame.Id == id ? frame : throw new BrokenRequirementException($"{type} for id {id} was due, and this came: {frame}");
    }

    public async Task<WorkerFrame> ErrorAsync(long id, string errorType)
    {
        WorkerFrame error = await NextAsync("error", id);
        return error.ErrorType == errorType ? error : throw new BrokenRequirementException($"an error of type {errorType} was due, and this came: {error}");
    }

    /// <summary>Runs a command and returns its value.</summary>
    public async Task<JsonElement> ValueOfAsync(string command, string args = "null", string? session = null) =>
        (await NextAsync("result", await RequestAsync(command, args, session))).Value;

    /// <summary>A ping whose pong must be the very next frame: whatever was sent too much would come before it.</summary>
    public async Task BarrierAsync()
    {
        long id = NextId();
        await SendAsync(HostText.Ping(id));
        await NextAsync("pong", id);
    }

    /// <summary>Reads this many chunks of a request and returns their values.</summary>
    public async Task<IReadOnlyList<string>> ChunksAsync(long id, int count)
    {
        var values = new List<string>();
        while (values.Count < count)
            values.Add((await NextAsync("chunk", id)).Value.GetRawText());
        return values;
    }

    public async Task<JsonElement> SnapshotAsync(string session)
    {
        long id = NextId();
        await SendAsync(HostText.Snapshot(id, session));
        return (await NextAsync("result", id)).Value;
    }

    public async Task RestoreAsync(string session, string state)
    {
        long id = NextId();
        await SendAsync(HostText.Restore(id, session, state));
        await NextAsync("result", id);
    }

    /// <summary>Waits for the worker's end, which must have this exit code.</summary>
    public async Task<WorkerExit> EndsAsync(int code)
    {
        WorkerExit exit = await process.ExitAsync();
        return exit.Code == code ? exit : throw new BrokenRequirementException($"it ended with {exit}, where exit code {code} was due");
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
