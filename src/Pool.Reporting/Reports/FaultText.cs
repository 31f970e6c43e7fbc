using Pool.Reporting.Records;

namespace Pool.Reporting.Reports;

/// <summary>Tells what a fault did, in words.</summary>
internal static class FaultText
{
    internal static string Victim(FaultEvidence fault) => fault.ProcessId is { } id
        ? ReportText.Invariant($"{fault.WorkerId} (process {id})")
        : fault.Evidence == EvidenceKind.Virtual ? $"{fault.WorkerId} (simulated)" : fault.WorkerId;

    internal static string Action(FaultEvidence fault)
    {
        var signal = fault.Signal is null ? "" : $" with {fault.Signal}";
        return fault.Kind switch
        {
            "WorkerCrash" => "was killed" + signal,
            "WorkerHang" => "was stopped" + signal,
            _ => $"was struck by {fault.Kind}{signal}",
        };
    }

    internal static string Observation(FaultEvidence fault)
    {
        var seen = fault.ObservedDeadMs is null ? "" : $"seen after {ReportText.Milliseconds(fault.ObservedDeadMs)}";
        var exit = fault.ExitStatus is { } status ? ReportText.Invariant($"exit status {status}") : "";
        return string.Join(", ", new[] { seen, exit }.Where(part => part.Length > 0));
    }

    internal static string Recovery(FaultEvidence fault) => fault.RecoveredMs is { } recovered
        ? $"the pool was whole again after {ReportText.Milliseconds(recovered)}"
        : "the pool was NOT seen whole again";
}
