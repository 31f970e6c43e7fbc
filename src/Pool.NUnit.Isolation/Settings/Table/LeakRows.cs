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
        Kind("Processes", "Child processes and grandchildren that outlive the test."),
        Kind("AsyncWork", "Asynchronous work that goes on after the test."),
        Kind("Timers", "Timers that were not disposed."),
        Kind("Services", "Services that were not disposed, or twice."),
        Kind("TempFiles", "Temporary files that were left behind."),
        Kind("EnvironmentVariables", "Environment variables that were changed and not restored."),
        Kind("CurrentDirectory", "A current directory that was changed and not restored."),
        Kind("Culture", "A culture that was changed and not restored."),
        Kind("TaskExceptions", "Exceptions of tasks that nobody observed."),
        Kind("Pools", "Leases of the test's pools that were not given back, and callers still waiting."),
    ];

    public static readonly Setting CreationStacks = new(
        "Leaks:CreationStacks", new SwitchType(), true, "Whether the stack is kept of where each thing was created, which a leak's message then shows.");

    public static readonly Setting GraceMs = new(
        "Leaks:GraceMs", NumberType.Milliseconds(least: 0), 500L, "Time that what is about to end has to be gone, before it counts as leaked.");

    public static readonly Setting Allow = new(
        "Leaks:Allow", new TextListType(0, 1_000), Array.Empty<string>(), "Leaks that are none: each an entry of the allow-list.");

    public static readonly Setting[] All = [.. Kinds, CreationStacks, GraceMs, Allow];

    private static Setting Kind(string name, string meaning) => new($"Leaks:{name}", new ChoiceType(Policies), Fail, meaning + " Fail or warn, or do not look.");
}
