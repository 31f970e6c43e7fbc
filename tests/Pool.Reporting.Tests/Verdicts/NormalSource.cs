namespace Pool.Reporting.Tests.Verdicts;

/// <summary>Seeded normal deviates (Box and Muller).</summary>
internal sealed class NormalSource(int seed)
{
    private readonly Random _random = new(seed);

    internal double Next() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
