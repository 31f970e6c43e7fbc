using System.Globalization;
using Pool.Benchmarking.Measuring;
using Pool.Runtime.Benchmarks.Cases;

namespace Pool.Runtime.Benchmarks.Transports;

/// <summary>Every transport under every load, in interleaved rounds; the evidence of docs/decisions/0001-transport.md.</summary>
internal static class TransportExperiment
{
    private static readonly (int Clients, int Workers, int? Cpu)[] Loads = [(1, 1, 0), (2, 2, null), (50, 2, null), (50, 10, null)];

    public static async Task RunAsync(int rounds, string? load, IReadOnlyList<string> kinds)
    {
        foreach (var (clients, workers, cpu) in Loads.Where(one => load is null || load == $"{one.Clients}x{one.Workers}"))
        {
            var runs = kinds.ToDictionary(kind => kind, _ => new List<CaseRun>(), StringComparer.Ordinal);
            for (var round = 0; round < rounds; round++)
            {
                foreach (var kind in kinds)
                    runs[kind].Add(await CaseProcess.RunAsync(cpu, "transport", kind, Text(clients), Text(workers), "1.0"));
            }

            Print($"{clients} clients, {workers} workers{(cpu is null ? "" : $", all on cpu {cpu}")}", rounds, runs);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Print(string load, int rounds, Dictionary<string, List<CaseRun>> runs)
    {
        Console.WriteLine(FormattableString.Invariant(
            $"\n{load}; medians of {rounds} rounds, of which {runs.Values.Sum(one => one.Count(run => run.IsQuiet))} of {rounds * runs.Count} runs undisturbed"));
        Console.WriteLine("| transport | req/s | x async | x blocking | p50 us | p99 us | p99 x async | host CPU us/req |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var (kind, own) in runs)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"| {kind} | {Median(own, Figures.PerSecond):N0} | {Ratio(own, runs[LoadCase.Async], Figures.PerSecond):F2} | {Ratio(own, runs[LoadCase.Blocking], Figures.PerSecond):F2} | {Median(own, Figures.P50Us):N1} | {Median(own, Figures.P99Us):N0} | {Ratio(own, runs[LoadCase.Async], Figures.P99Us):F2} | {Median(own, Figures.CpuUs):F1} |"));
        }
    }

    private static double Median(List<CaseRun> runs, string figure) => Statistics.Median(runs.Select(run => run[figure]));

    // Within each round first: what disturbs a round disturbs both.
    private static double Ratio(List<CaseRun> ours, List<CaseRun> theirs, string figure) =>
        Statistics.Median(ours.Zip(theirs, (our, their) => our[figure] / their[figure]));
}
