using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;
using Pool.Runtime.Benchmarks.Cases;
using Pool.Runtime.Benchmarks.Rows;
using Pool.Runtime.Benchmarks.Transports;

namespace Pool.Runtime.Benchmarks;

internal static class Program
{
    private const string DefaultArea = "runtime";

    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["case", .. var arguments]:
                Console.WriteLine(Figures.Line(await CaseTable.RunAsync(arguments)));
                await Programs.Host.DisposeAsync();
                return 0;
            case ["transports", var rounds, var load, .. var kinds]:
                await TransportExperiment.RunAsync(
                    int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture),
                    load == "all" ? null : load,
                    kinds.Length == 0 ? TransportCase.Kinds : kinds);
                return 0;
            default:
                return await RowRun.RunAsync(args, area => RowTable.Of(area ?? DefaultArea));
        }
    }
}
