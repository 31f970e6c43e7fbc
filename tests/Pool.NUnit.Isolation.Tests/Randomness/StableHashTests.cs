using System.Globalization;
using Pool.NUnit.Isolation.Randomness;

namespace Pool.NUnit.Isolation.Tests.Randomness;

internal sealed class StableHashTests
{
    [Test]
    public void Hash_of_nothing_is_the_offset_basis_of_the_definition() => StableHash.Of("").ShouldBe(0xcbf29ce484222325);

    [Test]
    public void Names_that_differ_in_one_character_differ_in_their_hash()
    {
        string[] names = [.. Enumerable.Range(0, 10_000).Select(static i => $"Fixture.Test_{i.ToString(CultureInfo.InvariantCulture)}"), "é", "É"];
        names.Select(StableHash.Of).Distinct().Count().ShouldBe(names.Length);
        names.Select(static n => StableHash.Combine(1, n)).Distinct().Count().ShouldBe(names.Length);
    }
}
