using Pool.NUnit.Isolation.Observability;

namespace Pool.NUnit.Isolation.Tests.Observability;

internal sealed class PlainTextTests
{
    [TestCase("plain", "plain")]
    [TestCase("a\u001b[31mb\0", "a\uFFFD[31mb\uFFFD")]
    [TestCase("a\tb", "a\tb")]
    public void Control_characters_are_replaced(string text, string expected) => PlainText.Of(text).ShouldBe(expected);

    [TestCase("a\r\nb\nc\rd")]
    public void Lines_after_the_first_are_indented_and_those_of_a_file_of_their_own_are_not(string text)
    {
        PlainText.Of(text).Split(Environment.NewLine).ShouldBe(["a", "    b", "    c", "    d"]);
        PlainText.OfLines(text).Split(Environment.NewLine).ShouldBe(["a", "b", "c", "d"]);
    }
}
