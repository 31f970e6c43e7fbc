using Pool.Runtime.Benchmarks.Baselines;
using Pool.Runtime.Benchmarks.Measuring;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>A blocking client's round trip to one worker program.</summary>
internal static class EchoCase
{
    public static IReadOnlyDictionary<string, double> Run(string program, TimeSpan time)
    {
        using var worker = RawWorker.Start(Programs.Named(program));
        var client = new BlockingClient(worker);
        return ClosedLoop.RunOnThreads(1, time, _ => client.Echo()).ByName;
    }
}
