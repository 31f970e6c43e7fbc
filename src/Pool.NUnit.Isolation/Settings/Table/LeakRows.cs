using Pool.NUnit.Isolation.Settings.Types;

namespace Pool.NUnit.Isolation.Settings.Table;

/// <summary>What happens to a test that leaves something behind.</summary>
internal static class LeakRows
{
    private const string Fail = nameof(Fail);

    /// <summary>What a kind of leak may lead to.</summary>
    public static readonly string[] Policies = [Fail, "Warn", "Off"];

    /// <summary>One row for each kind of leak; the last part of its name is the kind.</summary>
    public static readonly Setting[] Kinds =
    [
        Kind("Process", "Child processes and grandchildren that outlive the test."),
        Kind("AsyncWork", "Code of the test that still runs after its end."),
        Kind("Timer", "Timers and delays that are still due."),
        Kind("Service", "Services that were not disposed."),
        Kind("DoubleDisposal", "Services that were disposed again after their disposal."),
        Kind("TempFile", "Temporary files that were left behind."),
        Kind("EnvironmentVariable", "Environment variables that were changed and not restored."),
        Kind("CurrentDirectory", "A current directory that was changed and not restored."),
        Kind("Culture", "A culture that was changed and not restored."),
        Kind("UnobservedException", "Exceptions of tasks that nobody observed."),
        Kind("Lease", "Leases that were not given back to their pools."),
        Kind("Waiter", "Callers that still wait in the queue of a pool."),
    ];

    public static readonly Setting CreationStacks = new(
        "Leaks:CreationStacks", new SwitchType(), true, "Whether the stack is kept of where each thing was created, which a leak's message then shows.");

    public static readonly Setting GraceMs = new(
        "Leaks:GraceMs", NumberType.Milliseconds(), 1_000L, "Time that what still runs at the end of a test has to end, before it counts as leaked.");

    public static readonly Setting MaxCreationStacks = new(
        "Leaks:MaxCreationStacks", new NumberType(0, 100_000), 256L, "Stacks of creation that one test keeps at most. What it creates later has none.");

    public static readonly Setting CollectAfterExceptions = new(
        "Leaks:CollectAfterExceptions", new SwitchType(), true,
        "Whether a test in which exceptions were thrown ends with a garbage collection, which brings an exception that nobody observed to light in time.");

    public static readonly Setting Allow = new(
        "Leaks:Allow", new TextListType(0, 1_000), Array.Empty<string>(), "Leaks that are none: patterns for their descriptions or for a line of their creation stacks, with `*` for any characters.");

    public static readonly Setting[] All = [.. Kinds, GraceMs, CreationStacks, MaxCreationStacks, CollectAfterExceptions, Allow];

    private static Setting Kind(string name, string meaning) => new($"Leaks:{name}", new ChoiceType(Policies), Fail, meaning);
}
