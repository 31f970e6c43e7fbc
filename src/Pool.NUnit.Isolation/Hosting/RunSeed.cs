using System.Globalization;
using System.Security.Cryptography;
using Pool.NUnit.Isolation.Randomness;

namespace Pool.NUnit.Isolation.Hosting;

/// <summary>The seed of a run, from which each test's seed follows by name.</summary>
internal static class RunSeed
{
    public const string VariableName = "POOL_SEED";

    /// <summary>Reads the variable; draws a seed when it is unset or empty.</summary>
    /// <exception cref="FormatException">The value is no seed.</exception>
    public static int Parse(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return RandomNumberGenerator.GetInt32(int.MaxValue);
        }

        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seed)
            ? seed
            : throw new FormatException(
                $"{VariableName} is \"{value}\". Set it to a whole number from 0 to {int.MaxValue}, as a failure prints it, or unset it.");
    }

    /// <summary>The seed of one execution of a test: stable over processes and machines.</summary>
    public static ulong ForTest(int runSeed, string fullName, int repetition) =>
        StableHash.Combine(StableHash.Combine((ulong)runSeed, fullName), repetition.ToString(CultureInfo.InvariantCulture));
}
