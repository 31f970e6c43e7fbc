using System.Text;
using Pool.Runtime.Adapters;
using Pool.Runtime.Adapters.Guards;

namespace Pool.Runtime.Tests.Adapters.Guards;

internal sealed class NamespaceExitTests
{
    [TestCase("unshare: sigprocmask unblock failed: Invalid argument\n", true, "")]
    [TestCase("last words\nunshare: sigprocmask unblock failed: Invalid argument\n", true, "last words")]
    [TestCase("last words\n", false, "last words")]
    [TestCase("unshare: not the last\nlast words\n", false, "unshare: not the last\nlast words")]
    [TestCase("", false, "")]
    public void Last_line_of_unshare_tells_of_a_kill_and_is_no_output_of_the_worker(string errors, bool wasKilled, string left)
    {
        var tail = new ErrorOutputTail(256);
        tail.Append(Encoding.UTF8.GetBytes(errors));

        NamespaceExit.WasKilled(tail).ShouldBe(wasKilled);

        tail.ToString().ShouldBe(left);
    }

    [Test]
    public void Line_is_taken_out_when_more_was_written_than_is_kept()
    {
        var tail = new ErrorOutputTail(256);
        tail.Append(Encoding.UTF8.GetBytes(new string('x', 1000) + "\nend\nunshare: it\n"));

        NamespaceExit.WasKilled(tail).ShouldBeTrue();
        tail.Append("more"u8);

        tail.ToString().ShouldEndWith("xx\nend\nmore");
    }
}
