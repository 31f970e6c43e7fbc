using Pool.NUnit.Isolation.Faults;

namespace Pool.NUnit.Isolation.Tests.Faults;

internal sealed class WorkerEndsTests
{
    [TestCase("killed by SIGKILL", 137)]
    [TestCase("killed by signal 7", 135)]
    [TestCase("exited with status 3", 3)]
    [TestCase("its output ended", null)]
    [TestCase("", null)]
    public void Exit_status_is_read_from_what_the_pool_says(string detail, int? expected) => WorkerEnds.Parse(detail).ShouldBe(expected);
}
