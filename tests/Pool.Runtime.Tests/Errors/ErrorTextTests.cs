using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests.Errors;

internal sealed class ErrorTextTests
{
    [TestCase(0.25, "0.25 ms")]
    [TestCase(999, "999 ms")]
    [TestCase(1000, "1 s")]
    [TestCase(90_500, "90.5 s")]
    [TestCase(-5, "-5 ms")]
    [TestCase(-1, "infinite")]
    public void Duration_is_told_in_a_readable_unit(double milliseconds, string expected) =>
        ErrorText.Of(TimeSpan.FromMilliseconds(milliseconds)).ShouldBe(expected);

    [Test]
    public void Missing_text_has_an_empty_tail() => ErrorText.Tail(null).ShouldBe("");

    [Test]
    public void Text_at_the_limit_is_left_alone()
    {
        ErrorText.Tail(new string('x', ErrorText.MaxTail)).ShouldBe(new string('x', ErrorText.MaxTail));
        ErrorText.Head(new string('x', ErrorText.MaxTail)).ShouldBe(new string('x', ErrorText.MaxTail));
    }

    [TestCase(1, null, " (exit status 1)")]
    [TestCase(137, "SIGKILL", " (killed by SIGKILL)")]
    [TestCase(null, null, "")]
    public void Signal_says_more_than_the_status_it_causes(int? status, string? signal, string expected) =>
        ErrorText.Exit(status, signal).ShouldBe(expected);
}
