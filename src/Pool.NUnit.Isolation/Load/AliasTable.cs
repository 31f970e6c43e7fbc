namespace Pool.NUnit.Isolation.Load;

/// <summary>
/// Picks an index by weight in constant time: Walker's alias method in Vose's form ("A linear algorithm for generating
/// random numbers with a given distribution", IEEE TSE 17, 1991). Immutable.
/// </summary>
internal sealed class AliasTable
{
    private readonly double[] _probability;
    private readonly int[] _alias;

    /// <summary>Builds the table of one positive weight or more.</summary>
    public AliasTable(IReadOnlyList<double> weights)
    {
        double sum = weights.Sum();
        int n = weights.Count;
        _probability = new double[n];
        _alias = new int[n];
        double[] scaled = [.. weights.Select(w => w * n / sum)];
        Stack<int> small = [];
        Stack<int> large = [];
        for (int i = 0; i < n; i++)
        {
            (scaled[i] < 1 ? small : large).Push(i);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            int low = small.Pop();
            int high = large.Pop();
            _probability[low] = scaled[low];
            _alias[low] = high;
            scaled[high] -= 1 - scaled[low];
            (scaled[high] < 1 ? small : large).Push(high);
        }

        // What is left has weight 1 up to rounding.
        foreach (int i in small.Concat(large))
        {
            _probability[i] = 1;
            _alias[i] = i;
        }
    }

    public int Count => _probability.Length;

    public int Pick(Random random)
    {
        double x = random.NextDouble() * _probability.Length;
        int i = Math.Min((int)x, _probability.Length - 1);
        return x - i < _probability[i] ? i : _alias[i];
    }
}
