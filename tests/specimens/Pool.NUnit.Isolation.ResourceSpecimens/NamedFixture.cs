namespace Pool.NUnit.Isolation.ResourceSpecimens;

[AddName("base")]
internal abstract class NamedFixture;
