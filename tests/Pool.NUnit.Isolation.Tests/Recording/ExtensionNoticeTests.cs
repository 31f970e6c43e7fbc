using Pool.NUnit.Isolation.Recording;

namespace Pool.NUnit.Isolation.Tests.Recording;

internal sealed class ExtensionNoticeTests
{
    [Test]
    public void One_set_has_no_problem() => ExtensionNotice.Check("1.0", "1.0", "1.0").ShouldBeNull();

    [TestCase("1.0", "2.0", "1.0", "Pool.Reporting is version 2.0")]
    [TestCase("1.0", "1.0", null, "did not load")]
    [TestCase("1.0", "1.0", "2.0", "its engine extension is version 2.0")]
    public void Any_other_is_named(string plugin, string reporting, string? extension, string message) =>
        ExtensionNotice.Check(plugin, reporting, extension)!.ShouldContain(message);
}
