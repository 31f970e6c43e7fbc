using System.Diagnostics;
using Pool.Benchmarking.Measuring;

namespace Pool.Runtime.Benchmarks.Measuring;

/// <summary>
/// Clients that each send the next request when the last is answered, for a time. Before that they warm up: for a count
/// of requests, and until the runtime has compiled all that it will.
/// </summary>
internal static class ClosedLoop
{
    public const int WarmUpRequests = 20_000;

    public static async Task<LoadFigures> RunAsync(int clients, TimeSpan time, Func<int, ValueTask> call)
    {
        var latencies = Enumerable.Range(0, clients).Select(_ => new Latencies()).ToArray();
        using var warmUp = new WarmUp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => WarmUpAsync(client, clients, warmUp, call))));
        await Task.Yield();
        var clock = TimeProvider.System;
        var delay = new RunQueueDelay();
        var cpu = CpuOfThisProcess();
        var from = clock.GetTimestamp();
        var until = from + (long)(time.TotalSeconds * clock.TimestampFrequency);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => LoopAsync(client, until, latencies[client], call))));
        // Away from the thread that completed the last call; a transport under test may own it.
        await Task.Yield();
        return Figures(latencies, clock.GetElapsedTime(from), CpuOfThisProcess() - cpu, delay);
    }

    public static LoadFigures RunOnThreads(int clients, TimeSpan time, Action<int> call)
    {
        var latencies = Enumerable.Range(0, clients).Select(_ => new Latencies()).ToArray();
        using var warmUp = new WarmUp();
        OnThreads(clients, client =>
        {
            for (var i = 0; i < WarmUpRequests / clients || !warmUp.IsOver; i++)
                call(client);
        });
        var clock = TimeProvider.System;
        var delay = new RunQueueDelay();
        var cpu = CpuOfThisProcess();
        var from = clock.GetTimestamp();
        var until = from + (long)(time.TotalSeconds * clock.TimestampFrequency);
        OnThreads(clients, client =>
        {
            for (long now; (now = clock.GetTimestamp()) < until;)
            {
                call(client);
                latencies[client].Add(clock.GetTimestamp() - now);
            }
        });
        return Figures(latencies, clock.GetElapsedTime(from), CpuOfThisProcess() - cpu, delay);
    }

    private static async Task WarmUpAsync(int client, int clients, WarmUp warmUp, Func<int, ValueTask> call)
    {
        for (var i = 0; i < WarmUpRequests / clients || !warmUp.IsOver; i++)
            await call(client);
    }

    private static async Task LoopAsync(int client, long until, Latencies latencies, Func<int, ValueTask> call)
    {
        for (long now; (now = TimeProvider.System.GetTimestamp()) < until;)
        {
            await call(client);
            latencies.Add(TimeProvider.System.GetTimestamp() - now);
        }
    }

    private static void OnThreads(int clients, Action<int> body)
    {
        var threads = Enumerable.Range(0, clients).Select(client => new Thread(() => body(client), 256 * 1024)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }

    private static TimeSpan CpuOfThisProcess() => Process.GetCurrentProcess().TotalProcessorTime;

    private static LoadFigures Figures(Latencies[] latencies, TimeSpan elapsed, TimeSpan cpu, RunQueueDelay delay)
    {
        var requests = latencies.Sum(client => client.Count);
        return new LoadFigures(
            requests / elapsed.TotalSeconds,
            Latencies.QuantileUs(latencies, 0.5),
            Latencies.QuantileUs(latencies, 0.99),
            cpu.TotalMicroseconds / requests,
            delay.MicrosecondsPerSlice());
    }
}
