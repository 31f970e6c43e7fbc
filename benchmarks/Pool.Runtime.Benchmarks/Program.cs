using System.Globalization;
using System.Text.Json;
using Pool.Runtime.Benchmarks.Transports;

namespace Pool.Runtime.Benchmarks;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["case", "transport", var kind, var clients, var workers, var seconds]:
                var f = await TransportCase.RunAsync(
                    kind,
                    int.Parse(clients, CultureInfo.InvariantCulture),
                    int.Parse(workers, CultureInfo.InvariantCulture),
                    TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
                Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, double>
                {
                    ["perSecond"] = f.PerSecond,
                    ["p50Us"] = f.P50Us,
                    ["p99Us"] = f.P99Us,
                    ["cpuUs"] = f.CpuUsPerRequest,
                }));
                return 0;
            case ["transports", var rounds, var load, .. var kinds]:
                await TransportExperiment.RunAsync(
                    int.Parse(rounds, CultureInfo.InvariantCulture), load == "all" ? null : load, kinds.Length == 0 ? TransportCase.Kinds : kinds);
                return 0;
            default:
                await Console.Error.WriteLineAsync("Usage: transports ROUNDS all|CLIENTSxWORKERS [KIND...]");
                return 1;
        }
    }
}
