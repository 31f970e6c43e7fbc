using Pool.Runtime;
using Pool.Runtime.Adapters;

namespace Pool.SystemTests.Host;

/// <summary>What a host that will be killed is to do first.</summary>
internal sealed record HostPlan(string Directory, string Python, StartMode Mode, OrphanGuard Guard, HostState State, string Mark)
{
    public static HostPlan Parse(string[] args) => args is [var directory, var python, var mode, var guard, var state, var mark]
        ? new HostPlan(directory, python, Enum.Parse<StartMode>(mode), Enum.Parse<OrphanGuard>(guard), Enum.Parse<HostState>(state), mark)
        : throw new ArgumentException("Give directory, python, start mode, guard, state and mark.");
}
