namespace Pool.NUnit.Isolation.Resources;

/// <summary>Where a resource is declared; nearer to the test is higher.</summary>
internal enum ResourcePlace
{
    Assembly,
    Fixture,
    Method,
    Services,
}
