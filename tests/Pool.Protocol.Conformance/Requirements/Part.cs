using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance.Requirements;

/// <summary>One observable part of a requirement. Its name says what is done, or what is looked at.</summary>
internal sealed record Part(string Name, Func<Probe, Task> CheckAsync)
{
    /// <summary>Demo commands without which the part can't be observed.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Features without which the part isn't demanded.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    public async Task<PartResult> RunAsync(Probe probe)
    {
        try
        {
            if (Needs.FirstOrDefault(command => !probe.Offer.Commands.ContainsKey(command)) is { } missing)
                return new PartResult(this, Outcome.NotApplicable, $"needs command {missing}");
            if (Features.FirstOrDefault(feature => !probe.Offer.Features.Contains(feature)) is { } absent)
                return new PartResult(this, Outcome.NotApplicable, $"needs feature {absent}");
            await CheckAsync(probe);
            return new PartResult(this, Outcome.Passed, "");
        }
        catch (NotApplicableException reason)
        {
            return new PartResult(this, Outcome.NotApplicable, reason.Message);
        }
        catch (Exception broken)
        {
            return new PartResult(this, Outcome.Failed, broken is BrokenRequirementException ? broken.Message : $"{broken.GetType().Name}: {broken.Message}");
        }
    }
}
