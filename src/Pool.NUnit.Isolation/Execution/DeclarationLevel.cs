namespace Pool.NUnit.Isolation.Execution;

/// <summary>Where the attribute stands that makes a test isolated; the nearest one acts.</summary>
internal enum DeclarationLevel
{
    None,
    Assembly,
    Fixture,
    Method,
}
