using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;
using Pool.Runtime.Benchmarks.Cases;

namespace Pool.Runtime.Benchmarks.Rows;

/// <summary>A worker by fork server, up to its first ping, against a plain interpreter started by hand.</summary>
internal sealed class FirstPingRow : Row
{
    public override string Name => "first-ping";

    public override async Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan)
    {
        var plain = await Rounds.RunAsync(
            plan.Rounds, cpu: null,
            (FirstPingCase.Fork, ["first-ping", FirstPingCase.Fork, "20", "0", nameof(OrphanGuard.ProcessNamespace)]),
            (FirstPingCase.Raw, ["first-ping", FirstPingCase.Raw, "20", "0", nameof(OrphanGuard.EndOfInput)]),
            ("guarded", ["first-ping", FirstPingCase.Spawn, "20", "0", nameof(OrphanGuard.ProcessNamespace)]),
            ("unguarded", ["first-ping", FirstPingCase.Spawn, "20", "0", nameof(OrphanGuard.EndOfInput)]));
        var slow = await Rounds.RunAsync(
            3, cpu: null,
            (FirstPingCase.Fork, ["first-ping", FirstPingCase.Fork, "20", "1", nameof(OrphanGuard.ProcessNamespace)]),
            (FirstPingCase.Spawn, ["first-ping", FirstPingCase.Spawn, "3", "1", nameof(OrphanGuard.EndOfInput)]));
        return
        [
            Finding.AtLeast($"{Name}: plain python3 against fork server", plain.Ratio(FirstPingCase.Raw, FirstPingCase.Fork, Figures.Milliseconds), 3, FormattableString.Invariant(
                $"{plain.Median(FirstPingCase.Raw, Figures.Milliseconds):F1} ms, forked {plain.Median(FirstPingCase.Fork, Figures.Milliseconds):F1}; spawned by the pool with -I -S {plain.Median("unguarded", Figures.Milliseconds):F1}, and in a namespace {plain.Median("guarded", Figures.Milliseconds):F1}{plain.Disturbance}")),
            Finding.AtLeast($"{Name}: an import of 1 s, spawned against fork server", slow.Ratio(FirstPingCase.Spawn, FirstPingCase.Fork, Figures.Milliseconds), 50, FormattableString.Invariant(
                $"{slow.Median(FirstPingCase.Spawn, Figures.Milliseconds):F0} ms, forked {slow.Median(FirstPingCase.Fork, Figures.Milliseconds):F1}{slow.Disturbance}")),
        ];
    }
}
