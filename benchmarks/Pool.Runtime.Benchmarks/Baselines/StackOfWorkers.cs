namespace Pool.Runtime.Benchmarks.Baselines;

/// <summary>The least that a checkout can be: a lock and a stack.</summary>
internal sealed class StackOfWorkers(IEnumerable<object> workers)
{
    private readonly Lock _gate = new();
    private readonly Stack<object> _idle = new(workers);

    public object Take()
    {
        lock (_gate)
            return _idle.Pop();
    }

    public void GiveBack(object worker)
    {
        lock (_gate)
            _idle.Push(worker);
    }
}
