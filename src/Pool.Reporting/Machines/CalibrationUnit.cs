using System.Runtime.CompilerServices;

namespace Pool.Reporting.Machines;

/// <summary>The fixed unit of CPU work.</summary>
internal static class CalibrationUnit
{
    /// <summary>Changing it changes every calibration ever stored; a baseline would have to be recorded anew.</summary>
    internal const int Steps = 200_000;

    // Compiled fully at once: tiered compilation would make the first units slower than the rest.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static ulong Run(ulong state)
    {
        // xorshift64 (G. Marsaglia, Xorshift RNGs, Journal of Statistical Software 8(14), 2003): each step needs the
        // one before it, so it can be neither vectorised nor reordered.
        for (var i = 0; i < Steps; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
        }

        return state;
    }
}
