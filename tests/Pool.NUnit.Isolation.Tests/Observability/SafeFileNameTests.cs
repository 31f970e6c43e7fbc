using Pool.NUnit.Isolation.Observability;

namespace Pool.NUnit.Isolation.Tests.Observability;

internal sealed class SafeFileNameTests
{
    [TestCase("../../etc/passwd", "------etc-passwd")]
    [TestCase("..", "--")]
    [TestCase("", "-")]
    [TestCase("C:\\CON.txt", "C--CON-txt")]
    [TestCase("\u00E4\u6F22x", "--x")]
    [TestCase("Plain_Name9", "Plain_Name9")]
    public void Only_what_no_file_system_minds_stays(string name, string expected) => SafeFileName.Of(name, 60).ShouldBe(expected);

    [Test]
    public void Long_name_is_cut() => SafeFileName.Of(new string('n', 300), 60).Length.ShouldBe(60);
}
