namespace Pool.NUnit.Isolation.Resources;

/// <summary>Declarations that no order of starting fits.</summary>
internal sealed class ResourcePlanException(string message) : Exception(message);
