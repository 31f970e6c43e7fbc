namespace Pool.Runtime.Benchmarks.Rows;

/// <summary>Every row, in the order in which they run: the quick ones first.</summary>
internal static class RowTable
{
    public static IReadOnlyList<Row> All { get; } =
    [
        new CheckoutRow(),
        new QueueRow(),
        new AllocationRow(),
        new SessionsRow(),
        new RoundTripRow(),
        new FewWorkersRow("2"),
        new FewWorkersRow("50"),
        new ManyClientsRow(),
        new BatchRow(),
        new WorkerRow(),
        new StartRow(),
        new RecoveryRow(),
    ];
}
