using Pool.Reporting.Machines;

namespace Pool.Reporting.Tests.Machines;

internal sealed class MachineFingerprintTests
{
    [Test]
    public void The_class_tells_apart_all_that_changes_performance()
    {
        MachineFingerprint[] machines =
        [
            Some.Machine,
            Some.Machine with { Cpu = "Model Y" },
            Some.Machine with { LogicalCpus = 4 },
            Some.Machine with { Architecture = "Arm64" },
            Some.Machine with { OperatingSystem = "Windows" },
            Some.Machine with { Hypervisor = false },
            Some.Machine with { Hypervisor = null },
            Some.Machine with { RuntimeMajor = 11 },
            Some.Machine with { CpuQuota = 1.5 },
        ];

        machines.Select(machine => machine.MachineClass).Distinct(StringComparer.Ordinal).Count().ShouldBe(machines.Length);
    }

    [Test]
    public void The_class_reads_as_a_sentence() =>
        (Some.Machine with { CpuQuota = 1.5 }).MachineClass
            .ShouldBe("Model X, 2 cpus, X64, Linux, virtual, .NET 10, quota 1.5 cpus");

    [Test]
    public void This_machine_has_a_stable_fingerprint()
    {
        var machine = MachineReader.Read();

        machine.LogicalCpus.ShouldBe(Environment.ProcessorCount);
        machine.Cpu.ShouldNotBeNullOrWhiteSpace();
        machine.ShouldBe(MachineReader.Read());
    }
}
