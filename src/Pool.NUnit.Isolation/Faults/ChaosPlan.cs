namespace Pool.NUnit.Isolation.Faults;

/// <summary>A fault plan as data.</summary>
internal sealed record ChaosPlan(
    Fault Fault, int Count, TimeSpan Every, TimeSpan RecoverWithin, TimeSpan HangFor, double MinSuccessRate)
{
    public static ChaosPlan Of(ChaosAttribute attribute) => new(
        attribute.Fault,
        attribute.Count,
        TimeSpan.FromMilliseconds(attribute.EveryMs),
        TimeSpan.FromMilliseconds(attribute.RecoverWithinMs),
        TimeSpan.FromMilliseconds(attribute.HangMs),
        attribute.MinSuccessRate);
}
