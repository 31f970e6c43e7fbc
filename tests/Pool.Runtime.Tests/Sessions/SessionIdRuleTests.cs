using Pool.Runtime.Sessions;

namespace Pool.Runtime.Tests.Sessions;

internal sealed class SessionIdRuleTests
{
    [TestCase("s")]
    [TestCase("\ud83d\ude00")]
    [TestCase("a\ud83d\ude00b\ud83d\ude01")]
    public void Text_of_whole_characters_is_an_id(string id) => Should.NotThrow(() => SessionIdRule.Require(id));

    // As numbers: an attribute keeps its texts as UTF-8, where there is no half of a pair.
    [TestCase(0xd83d, Description = "half a pair alone")]
    [TestCase(0xde00)]
    [TestCase(0x61, 0xd83d)]
    [TestCase(0xd83d, 0x78)]
    [TestCase(0xde00, 0xd83d, Description = "the halves the wrong way round")]
    [TestCase(0xd83d, 0xde00, 0xd83d, Description = "one whole pair before it")]
    [TestCase(0xd83d, 0xd83d, 0xde00, Description = "one whole pair after it")]
    public void Half_a_pair_is_none(params int[] units) =>
        Should.Throw<ArgumentException>(() => SessionIdRule.Require(string.Concat(units.Select(unit => (char)unit))))
            .Message.ShouldContain("half a surrogate pair");

    [Test]
    public void Longest_id_has_256_characters()
    {
        Should.NotThrow(() => SessionIdRule.Require(new string('s', 256)));
        Should.Throw<ArgumentOutOfRangeException>(() => SessionIdRule.Require(new string('s', 257)));
        Should.Throw<ArgumentException>(() => SessionIdRule.Require(""));
    }
}
