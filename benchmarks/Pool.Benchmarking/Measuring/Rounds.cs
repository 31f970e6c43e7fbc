namespace Pool.Benchmarking.Measuring;

/// <summary>
/// Cases run in turn, round after round, so that whatever disturbs one disturbs all. Ratios are taken within a round and
/// the median over the rounds. Rounds in which other processes kept more than 0.15 core busy are replaced by further
/// ones, half as many again at most; what cannot be replaced counts, and the result says so.
/// </summary>
internal sealed class Rounds
{
    private readonly List<IReadOnlyDictionary<string, CaseRun>> _used;
    private readonly int _quiet;
    private readonly int _run;

    private Rounds(List<IReadOnlyDictionary<string, CaseRun>> all, int wanted)
    {
        var quiet = all.Where(round => round.Values.All(run => run.IsQuiet)).ToList();
        _used = quiet.Count >= wanted ? quiet : all;
        (_quiet, _run) = (quiet.Count, all.Count);
    }

    /// <summary>How far the machine was quiet, in words; empty when it was.</summary>
    public string Disturbance => _used.Count == _quiet ? "" : $"; {_run - _quiet} of {_run} rounds disturbed";

    /// <summary>Runs the cases. Each is given by a name of its own and the arguments of its process.</summary>
    public static async Task<Rounds> RunAsync(int rounds, int? cpu, params IReadOnlyList<(string Name, string[] Arguments)> cases)
    {
        var all = new List<IReadOnlyDictionary<string, CaseRun>>();
        var quiet = 0;
        while (quiet < rounds && all.Count < rounds + ((rounds + 1) / 2))
        {
            var round = new Dictionary<string, CaseRun>(StringComparer.Ordinal);
            // Who comes first changes, so that none always runs after the same other.
            for (var i = 0; i < cases.Count; i++)
            {
                var (name, arguments) = cases[(i + all.Count) % cases.Count];
                round[name] = await CaseProcess.RunAsync(cpu, arguments);
            }

            all.Add(round);
            if (round.Values.All(run => run.IsQuiet))
                quiet++;
            else if (quiet == 0 && all.Count >= rounds)
                break;
        }

        return new Rounds(all, rounds);
    }

    public double Median(string name, string figure) => Statistics.Median(_used.Select(round => round[name][figure]));

    public double Ratio(string name, string other, string figure) =>
        Statistics.Median(_used.Select(round => round[name][figure] / round[other][figure]));
}
