using System.Globalization;

namespace Pool.Benchmarking.Rows;

/// <summary>How thoroughly to measure.</summary>
/// <param name="Rounds">Interleaved rounds.</param>
/// <param name="Seconds">Length of a load, without its warm-up.</param>
/// <param name="Repetitions">Repetitions where each is a start of processes.</param>
internal sealed record Plan(int Rounds, double Seconds, int Repetitions)
{
    public static Plan Full { get; } = new(7, 1.0, 60);

    public static Plan Quick { get; } = new(3, 0.5, 20);

    public string SecondsText => Seconds.ToString(CultureInfo.InvariantCulture);

    public string RepetitionsText => Repetitions.ToString(CultureInfo.InvariantCulture);
}
