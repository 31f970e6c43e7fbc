using Pool.Runtime.Benchmarks.Cases;
using Pool.Runtime.Benchmarks.Measuring;
using Pool.Runtime.Benchmarks.Rows;
using Pool.Runtime.Benchmarks.Transports;

namespace Pool.Runtime.Benchmarks;

internal static class Program
{
    private const string Usage = """
        Usage: Pool.Runtime.Benchmarks [--area=runtime] [--row=NAME] [--quick]
               Pool.Runtime.Benchmarks transports ROUNDS all|CLIENTSxWORKERS [TRANSPORT...]
        Prints name | value | bar | ok or short for each figure, then a count. Exits with 1 when a bar is missed, with 2 when it can't run.
        """;

    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["case", .. var arguments]:
                Console.WriteLine(Figures.Line(await CaseTable.RunAsync(arguments)));
                return 0;
            case ["transports", var rounds, var load, .. var kinds]:
                await TransportExperiment.RunAsync(
                    int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture),
                    load == "all" ? null : load,
                    kinds.Length == 0 ? TransportCase.Kinds : kinds);
                return 0;
            default:
                return await RunRowsAsync(args);
        }
    }

    private static async Task<int> RunRowsAsync(string[] args)
    {
        var wanted = args.FirstOrDefault(arg => arg.StartsWith("--row=", StringComparison.Ordinal))?["--row=".Length..];
        var rows = RowTable.All.Where(row => wanted is null || row.Name == wanted).ToList();
        var unknown = args.Where(arg => arg is not ("--quick" or "--area=runtime") && !arg.StartsWith("--row=", StringComparison.Ordinal));
        if (unknown.Any() || rows.Count == 0)
        {
            await Console.Error.WriteLineAsync($"{Usage}\nRows: {string.Join(", ", RowTable.All.Select(row => row.Name))}.");
            return 2;
        }

        var findings = new List<Finding>();
        foreach (var row in rows)
        {
            foreach (var finding in await row.MeasureAsync(args.Contains("--quick") ? Plan.Quick : Plan.Full))
            {
                findings.Add(finding);
                Console.WriteLine(finding);
            }
        }

        var held = findings.Count(finding => finding.Holds);
        Console.WriteLine($"{held} of {findings.Count} ok, {findings.Count - held} short");
        return held == findings.Count ? 0 : 1;
    }
}
