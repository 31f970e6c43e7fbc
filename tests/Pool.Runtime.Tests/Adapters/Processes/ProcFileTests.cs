using System.Text;
using Pool.Runtime.Adapters.Processes;

namespace Pool.Runtime.Tests.Adapters.Processes;

internal sealed class ProcFileTests
{
    [TestCase("POOL_TEST_ID=t1\0A=b\0", true)]
    [TestCase("A=b\0POOL_TEST_ID=t1", true)]
    [TestCase("POOL_TEST_ID=t10\0", false)]
    [TestCase("XPOOL_TEST_ID=t1\0", false)]
    [TestCase("POOL_TEST_ID=t\0", false)]
    [TestCase("", false)]
    [TestCase("\0\0", false)]
    public void Variable_is_found_only_when_it_is_exactly_the_one(string environment, bool expected) =>
        ProcFile.HasVariable(Encoding.UTF8.GetBytes(environment), "POOL_TEST_ID", "t1").ShouldBe(expected);

    [Test]
    [Platform("Linux")]
    public void State_of_this_process_is_alive_and_that_of_none_is_not()
    {
        ProcFile.IsAlive(Environment.ProcessId).ShouldBeTrue();
        ProcFile.CommandLine(Environment.ProcessId).ShouldNotBeEmpty();
        ProcFile.State(int.MaxValue).ShouldBeNull();
        ProcFile.IsAlive(int.MaxValue).ShouldBeFalse();
    }
}
