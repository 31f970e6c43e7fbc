using Pool.NUnit.Isolation.Resources;
using Pool.NUnit.Isolation.Settings.Types;

namespace Pool.NUnit.Isolation.Settings.Table;

/// <summary>What is about the life of one test's environment.</summary>
internal static class IsolationRows
{
    public static readonly Setting TeardownBudgetMs = new(
        "Teardown:BudgetMs", NumberType.Milliseconds(), (long)TestResourceStack.DefaultBudget.TotalMilliseconds, "Longest time that all of a test's teardown takes together.");

    public static readonly Setting TeardownItemDeadlineMs = new(
        "Teardown:ItemDeadlineMs", NumberType.Milliseconds(), (long)TestResourceStack.DefaultDeadline.TotalMilliseconds, "Longest time that the release of one resource takes, unless it was pushed with a deadline of its own.");

    public static readonly Setting TeardownPoolDeadlineMs = new(
        "Teardown:PoolDeadlineMs", NumberType.Milliseconds(), 15_000L, "Longest time that the end of one pool of a test takes.");

    public static readonly Setting OwnProcessStartTimeoutMs = new(
        "OwnProcess:StartTimeoutMs", NumberType.Milliseconds(), 30_000L, "Longest time that the test host of a test with `OwnProcess` takes to start.");

    public static readonly Setting AdmissionCapacity = new(
        "Admission:Capacity", new NumberType(1, 10_000), Math.Max(8L, 4L * Environment.ProcessorCount),
        "Worker processes that all tests together may run at a time; a test waits until there is room for its own.")
    {
        DefaultText = "4 for each processor, at least 8",
    };

    public static readonly Setting SparesCount = new(
        "Spares:Count", new NumberType(0, 1_000), 3L + Environment.ProcessorCount, "Worker processes of one program kept ready for tests of the Full layer. 0: none.")
    {
        DefaultText = "3 and one for each processor",
    };

    public static readonly Setting[] All =
    [
        TeardownBudgetMs, TeardownItemDeadlineMs, TeardownPoolDeadlineMs, OwnProcessStartTimeoutMs, AdmissionCapacity, SparesCount,
    ];
}
