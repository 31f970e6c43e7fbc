using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Pool.NUnit.Isolation.Processes;
using Pool.Runtime;
using Pool.Runtime.Workers;

namespace Pool.NUnit.Isolation.Faults;

/// <summary>How workers ended, as their pool observed it.</summary>
internal sealed partial class WorkerEnds
{
    // How the runtime and every shell report death by signal n: 128 + n.
    private const int SignalBase = 128;

    private readonly ConcurrentDictionary<string, string> _details = new(StringComparer.Ordinal);
    private volatile bool _missedSome;

    public void Observe(PoolEvent happened)
    {
        switch (happened)
        {
            case PoolEvent.WorkerMoved { To: WorkerState.Terminated } move:
                _details[move.WorkerId] = move.Detail ?? "";
                break;
            case PoolEvent.Missed:
                _missedSome = true;
                break;
        }
    }

    /// <summary>Whether no more will be learnt of a worker's end.</summary>
    public bool IsSettled(string workerId) => _missedSome || _details.ContainsKey(workerId);

    /// <summary>The exit status of a worker, 128 + n for a signal; null when the pool has not told it.</summary>
    public int? ExitStatusOf(string workerId) => _details.TryGetValue(workerId, out string? detail) ? Parse(detail) : null;

    internal static int? Parse(string detail)
    {
        if (detail.Contains("SIGKILL", StringComparison.Ordinal))
        {
            return SignalBase + LinuxNative.SigKill;
        }

        Match match = StatusPattern().Match(detail);
        if (!match.Success)
        {
            return null;
        }

        int number = int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups["how"].ValueSpan is "signal" ? SignalBase + number : number;
    }

    [GeneratedRegex(@"\b(?<how>signal|status) (?<number>\d{1,9})\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex StatusPattern();
}
