using System.Globalization;
using System.Security.Cryptography;
using Pool.NUnit.Isolation.Randomness;

namespace Pool.NUnit.Isolation.Hosting;

/// <summary>The seed of a run, from which each test's seed follows by name.</summary>
internal static class RunSeed
{
    /// <summary>A seed for a run that was given none.</summary>
    public static int Draw() => RandomNumberGenerator.GetInt32(int.MaxValue);

    /// <summary>The seed of one execution of a test: stable over processes and machines.</summary>
    public static ulong ForTest(int runSeed, string fullName, int repetition) =>
        StableHash.Combine(StableHash.Combine((ulong)runSeed, fullName), repetition.ToString(CultureInfo.InvariantCulture));
}
