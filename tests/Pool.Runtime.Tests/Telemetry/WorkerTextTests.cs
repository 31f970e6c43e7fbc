using Pool.Runtime.Telemetry;

namespace Pool.Runtime.Tests.Telemetry;

internal sealed class WorkerTextTests
{
    [TestCase("", "")]
    [TestCase("two\nl\ttab", "two\nl\ttab")]
    [TestCase("\u001b[31m!\r\n\0", "\uFFFD[31m!\uFFFD\n\uFFFD")]
    [TestCase("0123456789", "0123456789")]
    [TestCase("0123456789a", "0123456789[...]")]
    [TestCase("012345678\U0001F600", "012345678[...]")]
    public void Text_is_cut_at_its_end_and_keeps_no_control_characters(string text, string plain) =>
        WorkerText.Plain(text, 10).ShouldBe(plain);

    [TestCase("0123456789", "0123456789")]
    [TestCase("a0123456789", "[...]0123456789")]
    [TestCase("\U0001F600012345678", "[...]012345678")]
    [TestCase("\u0007123456789", "\uFFFD123456789")]
    public void Traceback_is_cut_at_its_beginning(string text, string plain) => WorkerText.PlainTail(text, 10).ShouldBe(plain);

    [TestCase("Traceback (most recent call last):\n  File \"m.py\"\nValueError: no\n", "ValueError: no")]
    [TestCase("System.IO.IOException: no\n   at M()", "System.IO.IOException: no")]
    [TestCase("", "")]
    public void Traceback_is_summed_up_by_the_line_that_names_the_error(string text, string summary)
    {
        var traceback = new WorkerTraceback(text);

        (traceback.Message, traceback.ToString()).ShouldBe((summary, text));
    }
}
