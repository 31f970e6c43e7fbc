namespace Pool.Runtime.Tests.Model;

/// <summary>Callers in the order in which they came.</summary>
internal sealed class ModelQueue
{
    private readonly SortedList<long, ModelCall> _calls = [];

    public int Count => _calls.Count;

    public ModelCall? First => _calls.Count == 0 ? null : _calls.GetValueAtIndex(0);

    public IReadOnlyList<ModelCall> Calls => [.. _calls.Values];

    public void Add(ModelCall call)
    {
        _calls.Add(call.Ticket, call);
        call.Queue = this;
    }

    public void Remove(ModelCall call)
    {
        _calls.Remove(call.Ticket);
        call.Queue = null;
    }
}
