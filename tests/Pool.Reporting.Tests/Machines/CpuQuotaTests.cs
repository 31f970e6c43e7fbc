using Pool.Reporting.Machines;

namespace Pool.Reporting.Tests.Machines;

internal sealed class CpuQuotaTests
{
    [TestCase("150000 100000\n", 1.5)]
    [TestCase("max 100000\n", null)]
    [TestCase("", null)]
    [TestCase("nonsense", null)]
    public void The_limit_of_cgroup_2_is_the_ratio_of_quota_and_period(string cpuMax, double? expected) =>
        CpuQuota.FromVersion2(cpuMax).ShouldBe(expected);

    [TestCase("200000\n", "100000\n", 2.0)]
    [TestCase("-1\n", "100000\n", null)]
    [TestCase("", "", null)]
    public void The_limit_of_cgroup_1_is_the_ratio_of_its_files(string quota, string period, double? expected) =>
        CpuQuota.FromVersion1(quota, period).ShouldBe(expected);
}
