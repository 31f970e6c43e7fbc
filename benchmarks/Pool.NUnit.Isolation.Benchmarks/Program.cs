using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;
using Pool.NUnit.Isolation.Benchmarks.Cases;
using Pool.NUnit.Isolation.Benchmarks.Rows;

namespace Pool.NUnit.Isolation.Benchmarks;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["case", .. var arguments])
        {
            Console.WriteLine(Figures.Line(await CaseTable.RunAsync(arguments)));
            return 0;
        }

        return await RowRun.RunAsync(args, static _ => RowTable.Rows);
    }
}
