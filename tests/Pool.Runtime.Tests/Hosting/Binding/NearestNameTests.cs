using Pool.Runtime.Hosting.Binding;

namespace Pool.Runtime.Tests.Hosting.Binding;

internal sealed class NearestNameTests
{
    private static readonly string[] Names = ["Size", "Sizing", "MaxQueue", "QueueTimeout", "CommandTimeout"];

    [TestCase("Sise", "Size")]
    [TestCase("Szie", "Size")]
    [TestCase("size", "Size")]
    [TestCase("Sizin", "Sizing")]
    [TestCase("maxqueues", "MaxQueue")]
    [TestCase("QueueTimeoutMs", "QueueTimeout")]
    [TestCase("ComandTimeOut", "CommandTimeout")]
    public void Slip_is_recognised(string written, string meant) => NearestName.Among(Names, written).ShouldBe(meant);

    [TestCase("Password")]
    [TestCase("S")]
    [TestCase("")]
    public void Name_that_is_like_none_is_taken_for_none(string written) => NearestName.Among(Names, written).ShouldBeNull();

    [Test]
    public void Nothing_is_near_where_there_is_nothing() => NearestName.Among([], "Size").ShouldBeNull();
}
