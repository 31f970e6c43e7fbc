using Pool.NUnit.Isolation.Timeouts;

namespace Pool.NUnit.Isolation.Tests.Timeouts;

internal sealed class StackReportTests
{
    private static readonly string[] Thread =
    [
        "System.Threading.Monitor.Wait(System.Object)", "Users.Tests.Body()", "System.Reflection.MethodBaseInvoker.InvokeWithNoArgs()",
        "NUnit.Framework.Internal.Commands.TestMethodCommand.Execute()",
    ];

    [Test]
    public void Message_of_a_blocked_thread_ends_where_the_users_code_begins() =>
        Lines(new StackReport(Thread, [], [])).ShouldBe(["It was here:", "   at System.Threading.Monitor.Wait(System.Object)", "   at Users.Tests.Body()"]);

    [Test]
    public void Message_of_a_waiting_flow_leaves_the_thread_out() =>
        Lines(new StackReport(Thread, [["Users.Tests.Inner", "Users.Tests.Body"]], [])).ShouldBe(["It awaited in:", "   at Users.Tests.Inner", "   at Users.Tests.Body"]);

    [Test]
    public void Flow_of_the_pool_alone_says_nothing_of_the_test() =>
        Lines(new StackReport(Thread, [["System.IO.Stream.ReadAsync", "Pool.Runtime.Workers.Reader.RunAsync"]], []))[0].ShouldBe("It was here:");

    [Test]
    public void Message_is_short_however_much_hangs()
    {
        string[] deep = [.. Enumerable.Range(0, 100).Select(static i => $"Users.Tests.M{i}")];
        string[][] many = [.. Enumerable.Repeat(deep, 100)];
        Lines(new StackReport(Thread, many, [])).Length.ShouldBe(5 * 9);
    }

    [Test]
    public void Full_text_has_every_thread_and_every_flow()
    {
        string text = new StackReport(["Own.Frame"], [["Own.Flow"]], [["Others.Frame"]]).ToString();
        text.ShouldContain("   at Own.Frame");
        text.ShouldContain("   at Own.Flow");
        text.ShouldContain("   at Others.Frame");
    }

    [Test]
    public void Without_stacks_the_reason_is_said()
    {
        StackReport none = StackReport.None("no reader.");
        none.Summary().ShouldBe("Its stacks could not be read: no reader.");
        none.ToString().ShouldStartWith(none.Summary());
    }

    private static string[] Lines(StackReport report) => report.Summary().Split(Environment.NewLine);
}
