using Pool.Protocol.Conformance.Wire;

namespace Pool.Protocol.Conformance.Workers;

/// <summary>Starts workers for a check.</summary>
internal sealed record Probe(WorkerCommand Command, TimeSpan Patience)
{
    private Offer? _offer;

    /// <summary>What the worker's hello says; set before any check that needs it runs.</summary>
    public Offer Offer => _offer ?? throw new BrokenRequirementException("its hello could not be read");

    public Probe WithOffer(Offer? offer) => this with { _offer = offer };

    /// <summary>A worker to which nothing has been said yet.</summary>
    public Conversation Start(bool drain = true) => new(WorkerProcess.Start(Command, Patience, drain));

    /// <summary>A worker that has said its hello.</summary>
    public async Task<Conversation> StartGreetedAsync(int maxFrameBytes = HostText.MaxFrameBytes, string fields = "")
    {
        Conversation worker = Start();
        try
        {
            await worker.GreetAsync(maxFrameBytes, fields);
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <summary>A malformed frame, sent after the hellos, must end the worker as P36 says.</summary>
    public async Task RefusesAsync(string json, params byte[][] blobs)
    {
        await using Conversation worker = await StartGreetedAsync();
        await RefusesAsync(worker, FrameBytes.Of(json, blobs), HostText.Ping(worker.NextId()));
    }

    /// <summary>
    /// These bytes must end the worker as P36 says. What follows them in the same write must stay unanswered, so that a worker
    /// that goes on is found out without a wait.
    /// </summary>
    public static async Task RefusesAsync(Conversation worker, byte[] bytes, string? followedBy)
    {
        await worker.Process.WriteAsync((byte[])[.. bytes, .. followedBy is null ? [] : FrameBytes.Of(followedBy)]);
        if (await worker.Process.ReadAsync("end of output") is { } answer)
            throw new BrokenRequirementException($"it goes on after the malformed frame, with {answer}");
        WorkerExit exit = await worker.EndsAsync(3);
        if (exit.Lines.Count != 1)
            throw new BrokenRequirementException($"it wrote {exit.Lines.Count} lines to standard error instead of one: {exit}");
    }
}
