using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Protocol;

internal sealed class ExcerptTests
{
    [Test]
    public void Text_of_eighty_characters_is_quoted_whole_and_a_longer_one_says_so()
    {
        Excerpt.Of(new string('x', 80)).ShouldBe($"'{new string('x', 80)}'");
        Excerpt.Of(new string('x', 81)).ShouldBe($"'{new string('x', 80)}' (first 80 of 81 characters)");
    }

    [Test]
    public void What_a_terminal_might_act_upon_is_escaped() => Excerpt.Of("a\u001b[2J\n\ud800ü").ShouldBe("'a\\u001b[2J\\u000a\\ud800ü'");
}
