using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Sessions;

/// <summary>
/// Counts the workers that a command with the same arguments has killed in a row, and holds back what kills each worker it
/// meets. Thread-safe. Costs a call nothing while no worker has been killed.
/// </summary>
internal sealed class Quarantine(int maxKills, TimeSpan term, TimeProvider time)
{
    // What is watched is chosen by callers; how much of it is remembered is not.
    private const int MaxSuspects = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<ResultDigest, Suspect>> _suspects = new(StringComparer.Ordinal);
    private volatile int _count;

    /// <summary>What the caller is told if the command is held back; null if it is not.</summary>
    public CommandQuarantinedException? Refusal(Call call, string command, Payload args)
    {
        if (_count == 0)
            return null;
        int kills;
        lock (_gate)
        {
            if (Find_NeedsLock(command, DigestOf(args)) is not { HeldUntil: { } until } suspect)
                return null;
            if (until <= time.GetTimestamp())
            {
                Remove_NeedsLock(suspect);
                return null;
            }

            kills = suspect.Kills;
        }

        return new CommandQuarantinedException(call.Context with { Command = command }, kills);
    }

    /// <summary>The command was answered, so it does not kill every worker it meets.</summary>
    public void Survived(string command, Payload args)
    {
        if (_count == 0)
            return;
        lock (_gate)
        {
            if (Find_NeedsLock(command, DigestOf(args)) is { } suspect)
                Remove_NeedsLock(suspect);
        }
    }

    /// <summary>
    /// A worker was lost while it ran the command, unless the failure says that the command did not reach it. Returns what
    /// the caller is told if that was once too often.
    /// </summary>
    public CommandQuarantinedException? Killed(PoolErrorContext context, string command, Payload args, PoolException failure)
    {
        if (maxKills == 0 || failure.RequestFate == RequestFate.NotSent)
            return null;
        var digest = DigestOf(args);
        int kills;
        lock (_gate)
        {
            var suspect = Find_NeedsLock(command, digest) ?? Add_NeedsLock(command, digest);
            kills = ++suspect.Kills;
            suspect.LastKill = time.GetTimestamp();
            if (kills < maxKills)
                return null;
            suspect.HeldUntil = time.After(suspect.LastKill, term);
        }

        return new CommandQuarantinedException(context, kills, failure);
    }

    private static ResultDigest DigestOf(Payload args) => ResultDigest.Of(args, []);

    private Suspect? Find_NeedsLock(string command, ResultDigest args) =>
        _suspects.TryGetValue(command, out var ofCommand) && ofCommand.TryGetValue(args, out var suspect) ? suspect : null;

    private Suspect Add_NeedsLock(string command, ResultDigest args)
    {
        if (_count >= MaxSuspects)
            Remove_NeedsLock(_suspects.Values.SelectMany(ofCommand => ofCommand.Values).MinBy(suspect => suspect.LastKill)!);
        if (!_suspects.TryGetValue(command, out var ofCommand))
            _suspects.Add(command, ofCommand = []);
        var added = new Suspect(command, args);
        ofCommand.Add(added.Args, added);
        _count++;
        return added;
    }

    private void Remove_NeedsLock(Suspect suspect)
    {
        var ofCommand = _suspects[suspect.Command];
        ofCommand.Remove(suspect.Args);
        if (ofCommand.Count == 0)
            _suspects.Remove(suspect.Command);
        _count--;
    }

    private sealed class Suspect(string command, ResultDigest args)
    {
        public string Command { get; } = command;

        public ResultDigest Args { get; } = args;

        public int Kills { get; set; }

        public long LastKill { get; set; }

        public long? HeldUntil { get; set; }
    }
}
