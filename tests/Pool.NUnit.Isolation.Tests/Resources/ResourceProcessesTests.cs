using System.Diagnostics;
using Pool.NUnit.Isolation.Resources;
using Pool.Runtime.Adapters.Processes;

namespace Pool.NUnit.Isolation.Tests.Resources;

[Platform("Linux")]
internal sealed class ResourceProcessesTests
{
    private static readonly Dictionary<string, string?> Variables = new(StringComparer.Ordinal) { ["POOL_TEST_ID"] = "of this test" };

    [Test]
    public async Task Process_has_the_guard_in_front_and_carries_the_variables()
    {
        ProcessStartInfo start = new("sleep") { ArgumentList = { "300" } };
        using Process process = await new ResourceProcesses().StartAsync(start, Variables, CancellationToken.None);
        try
        {
            ProcFile.HasVariables(process.Id, ("POOL_TEST_ID", "of this test")).ShouldBeTrue();
            start.ArgumentList.ShouldContain("--pdeathsig");
            start.ArgumentList.ShouldNotContain("--pid");
            start.ArgumentList[^1].ShouldBe("300");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    [Test]
    public async Task Program_that_is_not_there_is_named() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => new ResourceProcesses().StartAsync(
            new ProcessStartInfo("no-such-program"), Variables, CancellationToken.None))).Message.ShouldContain("No program \"no-such-program\" was found");
}
