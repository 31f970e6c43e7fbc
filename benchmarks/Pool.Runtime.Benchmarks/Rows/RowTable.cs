using Pool.Benchmarking.Rows;

namespace Pool.Runtime.Benchmarks.Rows;

/// <summary>The rows of each area, in the order in which they run: the quick ones first.</summary>
internal static class RowTable
{
    public static IReadOnlyList<Row> Of(string area) => area switch
    {
        "runtime" => Runtime,
        "workers" => Workers,
        _ => [],
    };

    private static readonly Row[] Workers = [new FirstPingRow(), new SingleUseRow(), new MemoryRow()];

    private static readonly Row[] Runtime =
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
