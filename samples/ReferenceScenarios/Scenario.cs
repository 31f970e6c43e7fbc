namespace ReferenceScenarios;

/// <summary>What the scenarios share: the signature of their programs, and how long the long ones run.</summary>
internal static class Scenario
{
    public static object Signature { get; } = new
    {
        inputs = new[] { new { name = "input", type = "string" } },
        outputs = new[] { new { name = "output", type = "string" } },
    };

    /// <summary>True with <c>POOL_FULL_SCENARIOS=1</c>: the long scenarios run as long as the reference design has them.</summary>
    public static bool IsFull => Environment.GetEnvironmentVariable("POOL_FULL_SCENARIOS") == "1";

    public static TimeSpan Long(TimeSpan @short, TimeSpan full) => IsFull ? full : @short;
}
