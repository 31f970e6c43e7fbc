namespace Pool.Reporting.Machines;

/// <summary>Measures how long a fixed unit of CPU work takes on this machine now.</summary>
/// <remarks>
/// One unit is a fixed number of xorshift steps: it needs neither memory nor the operating system, so its time follows
/// the speed that the core really gives (clock rate, neighbours of a virtual machine). The median of many short units
/// is taken, so that the ones that were interrupted don't count. Thread-safe; takes about 20 ms of CPU time.
/// </remarks>
public sealed class Calibrator
{
    private const int Blocks = 51;
    private const int WarmupBlocks = 5;

    private readonly TimeProvider _time;
    private readonly Func<ulong, ulong> _unit;

    /// <summary>Creates a calibrator.</summary>
    /// <param name="time">The clock to measure with.</param>
    public Calibrator(TimeProvider time)
        : this(time, CalibrationUnit.Run)
    {
    }

    internal Calibrator(TimeProvider time, Func<ulong, ulong> unit)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _unit = unit;
    }

    /// <summary>Does the work on the calling thread and measures it.</summary>
    /// <returns>The median time of a unit and how restless the machine is.</returns>
    public CalibrationSample Measure()
    {
        var state = 0x9E3779B97F4A7C15UL;
        for (var i = 0; i < WarmupBlocks; i++)
        {
            state = _unit(state);
        }

        var blocks = new double[Blocks];
        for (var i = 0; i < Blocks; i++)
        {
            var start = _time.GetTimestamp();
            state = _unit(state);
            blocks[i] = _time.GetElapsedTime(start).TotalNanoseconds;
        }

        // Keeps the compiler from dropping the work, whose result nobody needs.
        GC.KeepAlive(state);
        var median = MedianOf(blocks);
        var deviation = MedianOf([.. blocks.Select(block => Math.Abs(block - median))]);
        // A clock too coarse to see a unit would make ratios infinite; one nanosecond keeps them finite and plainly
        // absurd.
        return new CalibrationSample(Math.Max(median, 1), deviation / Math.Max(median, 1));
    }

    private static double MedianOf(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
