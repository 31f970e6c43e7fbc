using Pool.Protocol.Conformance.Requirements;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance;

/// <summary>Holds a worker against requirements, a few parts at a time.</summary>
internal sealed class ConformanceSuite : IDisposable
{
    private const int ThreadsPerPart = 6;

    private readonly Probe _probe;
    private readonly SemaphoreSlim _places;

    public ConformanceSuite(WorkerCommand command, TimeSpan patience, int atOnce)
    {
        _probe = new Probe(command, patience);
        _places = new SemaphoreSlim(atOnce);

        // A worker's pipes block up to two threads; the thread pool adds further ones too slowly to wait for.
        ThreadPool.GetMinThreads(out int workers, out int completions);
        ThreadPool.SetMinThreads(Math.Max(workers, ThreadsPerPart * atOnce), completions);
    }

    /// <summary>Verdicts in the order of the requirements, each as soon as it is known.</summary>
    public async IAsyncEnumerable<Verdict> RunAsync(IEnumerable<Requirement> requirements)
    {
        Probe probe = _probe.WithOffer(await SurveyAsync());
        (Requirement Requirement, Task<PartResult[]> Parts)[] running =
            [.. requirements.Select(requirement => (requirement, Task.WhenAll(requirement.Parts.Select(part => RunAsync(part, probe)))))];
        foreach ((Requirement requirement, Task<PartResult[]> parts) in running)
            yield return Verdict.Of(requirement, await parts);
    }

    public void Dispose() => _places.Dispose();

    private async Task<PartResult> RunAsync(Part part, Probe probe)
    {
        await _places.WaitAsync();
        try
        {
            return await part.RunAsync(probe);
        }
        finally
        {
            _places.Release();
        }
    }

    // A worker whose hello can't be read fails the parts that build upon it; each says why for itself.
    private async Task<Offer?> SurveyAsync()
    {
        try
        {
            await using Conversation worker = _probe.Start();
            return await worker.GreetAsync();
        }
        catch (BrokenRequirementException)
        {
            return null;
        }
    }
}
