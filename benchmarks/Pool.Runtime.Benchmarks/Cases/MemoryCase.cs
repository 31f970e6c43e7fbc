using System.Globalization;
using Pool.Benchmarking.Measuring;
using Pool.Runtime.Adapters;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>What twenty workers with 100 MB of small objects each take after a full collection, every shared page counted once in all (PSS).</summary>
internal static class MemoryCase
{
    private const int Workers = 20;
    private const int BallastMegabytes = 100;
    private const string Key = "Pss:";

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(string kind)
    {
        await using var host = new WorkerHost();
        var program = Programs.Preloaded(kind == FirstPingCase.Fork ? StartMode.ForkServer : StartMode.Spawn, ballastMegabytes: BallastMegabytes);
        await using var pool = await SessionPool.StartAsync(
            new PoolOptions { Name = "bench", Size = Workers, StartTimeout = TimeSpan.FromMinutes(5) }, new ProcessAdapter(program, host));
        var leases = new List<WorkerLease>();
        for (var i = 0; i < Workers; i++)
        {
            leases.Add(await pool.CheckoutAsync(CheckoutRequest.Anonymous));
            await leases[i].ExecuteAsync("collect");
        }

        // The template is part of the price.
        var processes = pool.GetStats().Workers.Select(worker => worker.ProcessId!.Value).ToList();
        if (kind == FirstPingCase.Fork)
            processes.Add(ParentOf(processes[0]));
        var bytes = processes.Sum(Pss);
        foreach (var lease in leases)
            await lease.DisposeAsync();
        return new Dictionary<string, double>(StringComparer.Ordinal) { [Figures.Bytes] = bytes };
    }

    private static int ParentOf(int processId)
    {
        var stat = File.ReadAllText(FormattableString.Invariant($"/proc/{processId}/stat"));
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static double Pss(int processId)
    {
        var line = File.ReadLines(FormattableString.Invariant($"/proc/{processId}/smaps_rollup")).First(line => line.StartsWith(Key, StringComparison.Ordinal));
        return 1024 * double.Parse(line[Key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }
}
