using Pool.Reporting.Machines;

namespace Pool.Reporting.Tests.Machines;

internal sealed class CpuInfoTests
{
    private const string Virtual = """
        processor	: 0
        model name	: AMD EPYC 7B13
        cpu MHz		: 2450.000
        flags		: fpu vme hypervisor sse
        """;

    [Test]
    public void Model_and_hypervisor_are_read()
    {
        CpuInfo.Model(Virtual).ShouldBe("AMD EPYC 7B13");
        CpuInfo.Hypervisor(Virtual).ShouldBe(true);
    }

    [Test]
    public void A_flag_that_merely_contains_the_word_is_no_hypervisor() =>
        CpuInfo.Hypervisor("flags : fpu nohypervisorx").ShouldBe(false);

    [Test]
    public void What_is_not_there_is_unknown()
    {
        CpuInfo.Model("").ShouldBeNull();
        CpuInfo.Hypervisor("Features : fp asimd").ShouldBeNull();
    }
}
