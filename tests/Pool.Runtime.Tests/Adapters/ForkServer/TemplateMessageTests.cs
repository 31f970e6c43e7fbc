using System.Text;
using Pool.Runtime.Adapters;
using Pool.Runtime.Adapters.ForkServer;

namespace Pool.Runtime.Tests.Adapters.ForkServer;

internal sealed class TemplateMessageTests
{
    [TestCase("""{"kind":"ready"}""", TemplateMessageKind.Ready, 0, 0, 0, null)]
    [TestCase("""{"kind":"unfit","text":"threads"}""", TemplateMessageKind.Unfit, 0, 0, 0, "threads")]
    [TestCase("""{"kind":"forked","number":3,"pid":12}""", TemplateMessageKind.Forked, 3, 12, 0, null)]
    [TestCase("""{"kind":"exited","pid":12,"code":-9}""", TemplateMessageKind.Exited, 0, 12, -9, null)]
    [TestCase("""{"kind":"something"}""", TemplateMessageKind.Unknown, 0, 0, 0, null)]
    public void Message_is_read(string json, object kind, int number, int process, int code, string? text) =>
        TemplateMessage.Parse(Encoding.UTF8.GetBytes(json)).ShouldBe(new TemplateMessage((TemplateMessageKind)kind, number, process, code, text));

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"kind":5}""")]
    [TestCase("""{"kind":"exited","pid":"x"}""")]
    [TestCase("""{"kind":"exited","pid":99999999999}""")]
    public void Packet_that_is_no_message_is_an_error_that_may_pass(string json) =>
        Should.Throw<TemplateException>(() => TemplateMessage.Parse(Encoding.UTF8.GetBytes(json))).IsPassing.ShouldBeTrue();

    [Test]
    public void Request_holds_variables_and_the_limits_there_are()
    {
        var variables = new Dictionary<string, string> { ["POOL_A"] = "\"b\"" };

        Encoding.UTF8.GetString(TemplateMessage.Fork(7, variables, null)).ShouldBe("""{"fork":7,"env":{"POOL_A":"\u0022b\u0022"}}""");
        Encoding.UTF8.GetString(TemplateMessage.Fork(8, [], new WorkerLimits { Niceness = 1, OpenFiles = 64, Cpus = [0, 3] }))
            .ShouldBe("""{"fork":8,"env":{},"nice":1,"nofile":64,"cpus":[0,3]}""");
        Encoding.UTF8.GetString(TemplateMessage.Kill(5)).ShouldBe("""{"kill":5}""");
    }
}
