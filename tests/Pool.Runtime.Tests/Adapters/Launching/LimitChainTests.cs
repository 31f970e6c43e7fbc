using Pool.Runtime.Adapters;
using Pool.Runtime.Adapters.Launching;

namespace Pool.Runtime.Tests.Adapters.Launching;

internal sealed class LimitChainTests
{
    [Test]
    public void No_limits_put_nothing_in_front()
    {
        LimitChain.For(null).ShouldBeEmpty();
        LimitChain.For(new WorkerLimits { NumericThreads = 1 }).ShouldBeEmpty();
    }

    [Test]
    [Platform("Linux")]
    public void Each_limit_is_set_by_the_systems_own_program()
    {
        var chain = LimitChain.For(new WorkerLimits { Niceness = 3, Cpus = [0, 2], OpenFiles = 100 });

        chain.Select(part => Path.GetFileName(part)).ShouldBe(["prlimit", "--nofile=100:100", "taskset", "--cpu-list", "0,2", "nice", "-n", "3"]);
    }

    [TestCase(0)]
    [TestCase(20)]
    public void Niceness_out_of_range_is_refused(int niceness) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Adapter(new WorkerLimits { Niceness = niceness })).Message.ShouldContain("Niceness is 1 to 19.");

    [Test]
    public void Cpus_files_and_threads_out_of_range_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Adapter(new WorkerLimits { Cpus = [] }));
        Should.Throw<ArgumentOutOfRangeException>(() => Adapter(new WorkerLimits { Cpus = [-1] }));
        Should.Throw<ArgumentOutOfRangeException>(() => Adapter(new WorkerLimits { OpenFiles = 15 }));
        Should.Throw<ArgumentOutOfRangeException>(() => Adapter(new WorkerLimits { NumericThreads = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => Adapter(new WorkerLimits { NumericThreads = 1025 }));
    }

    private static ProcessAdapter Adapter(WorkerLimits limits) => new(new ProcessAdapterOptions { FileName = "program", Limits = limits });
}
