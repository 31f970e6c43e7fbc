using System.Collections.Concurrent;
using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests.Model;

/// <summary>What the workers of one plan and its runner know in common.</summary>
internal sealed class PlanBoard
{
    private readonly ConcurrentDictionary<string, HeldWorker> _workers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(int Id, int Part), bool> _answered = new();
    private readonly ConcurrentDictionary<int, bool> _released = new();
    private readonly ConcurrentDictionary<int, bool> _begun = new();
    private readonly ConcurrentQueue<string> _violations = new();

    public ICollection<HeldWorker> Workers => _workers.Values;

    public string? FirstViolation => _violations.TryPeek(out var violation) ? violation : null;

    public HeldWorker Make(InProcessWorkerContext context) => _workers[context.WorkerId] = new HeldWorker(context, this);

    public HeldWorker? Find(string id) => _workers.GetValueOrDefault(id);

    /// <summary>The command has succeeded once; whoever is asked again replays it.</summary>
    public void Answer(HeldRequest request) => _answered[(request.Id, request.Part)] = true;

    public bool IsAnswered(HeldRequest request) => _answered.ContainsKey((request.Id, request.Part));

    /// <summary>The call's caller has gone; what it has not begun need not be.</summary>
    public void Release(int id) => _released[id] = true;

    public bool IsReleased(int id) => _released.ContainsKey(id);

    public void Begins(int id) => _begun[id] = true;

    public bool HasBegun(int id) => _begun.ContainsKey(id);

    public void Note(string violation) => _violations.Enqueue(violation);
}
