using System.Globalization;
using System.Text;
using Pool.NUnit.Isolation.Hosting;
using Pool.Runtime;
using Pool.Runtime.Telemetry;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>Says what a test is at, in the middle of it.</summary>
public static class TestDiagnostics
{
    private const int LastEvents = 30;
    private const int LastEntries = 30;
    private const int MaxSpans = 50;
    private const int MaxErrorOutput = 2_000;

    /// <summary>
    /// The state of the test as text: pools with workers, queue and sessions, open spans, last events, last log entries, error output of
    /// workers. May be called at any time from any thread, also when the test hangs: it never throws and takes at most about 2 s.
    /// </summary>
    /// <param name="environment">The test's environment.</param>
    public static string Capture(TestEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        StringBuilder text = new();
        TestIdentity identity = environment.Identity;
        Append(text, $"Test {PlainText.Of(identity.FullName)}, test_id={identity.TestId}, layer {identity.Layer}, seed {identity.RunSeed}");
        if (environment.Observed is not { } telemetry)
        {
            Append(text, "It has used no pool, log or meter.");
            return text.ToString();
        }

        // What needs no lock of a pool comes first.
        bool isWhole = BoundedThread.TryRun(
            BoundedThread.Limit,
            error => Append(text, $"({error.GetType().Name}: {error.Message})"),
            () => Append(text, "Open spans:", telemetry.OpenActivities.Take(MaxSpans)),
            () => Append(text, "Last log entries:", telemetry.Logs.TakeLast(LastEntries)),
            () => Append(text, "Last events of the pools:", telemetry.Pools.SelectMany(static p => p.Events.TakeLast(LastEvents).Select(e => $"{p.Pool.Name}: {e}"))),
            () => AppendPools(text, telemetry.Pools));
        if (!isWhole)
        {
            Append(text, "The rest could not be read in time: something holds a lock of a pool.");
        }

        lock (text)
        {
            return text.ToString();
        }
    }

    private static void AppendPools(StringBuilder text, IEnumerable<WatchedPool> pools)
    {
        foreach (SessionPool pool in pools.Select(static p => p.Pool))
        {
            PoolStats stats = pool.GetStats();
            Append(
                text,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Pool {stats.Name}: {stats.State}, size {stats.Size}: {stats.Initializing} initializing, {stats.Ready} ready, {stats.Busy} busy, {stats.Degraded} degraded, {stats.Terminating} terminating; queue {stats.QueueDepth}, sessions {stats.Sessions}; {stats.Counters}"),
                stats.Workers.Select(w => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{w.WorkerId} {w.State} process {w.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? "none"}, {w.Commands} commands, sessions [{string.Join(", ", w.Sessions.Take(10))}], last move {(pool.GetWorkerHistory(w.WorkerId) is [.., var last] ? $"{last.From} to {last.To} ({last.Reason}) at {last.At:O}" : "none")}")));
            foreach (WorkerErrorOutput output in pool.GetErrorOutputs())
            {
                Append(text, $"Error output of worker {output.WorkerId}, its end:", [output.Text[^Math.Min(output.Text.Length, MaxErrorOutput)..]]);
            }
        }
    }

    private static void Append(StringBuilder text, string title, IEnumerable<object>? lines = null)
    {
        object[] all = [.. lines ?? []];
        lock (text)
        {
            text.AppendLine(title);
            foreach (object line in all)
            {
                text.Append("  ").AppendLine(PlainText.Of(line.ToString() ?? ""));
            }
        }
    }
}
