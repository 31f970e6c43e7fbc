using System.Diagnostics;
using Pool.NUnit.Isolation.Processes;
using Pool.Runtime.Adapters.Processes;

namespace Pool.NUnit.Isolation.Tests.Processes;

/// <summary>With real processes, since nothing else can tell whether a signal arrives.</summary>
[Platform("Linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class LinuxProcessControlTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly LinuxProcessControl _control = new(TimeProvider.System);
    private readonly ProcessTag _tag = new("run-" + Guid.NewGuid().ToString("N"), "t1");
    private readonly Process _process;

    public LinuxProcessControlTests() => _process = Start(_tag);

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    [Test]
    public void Only_processes_of_the_tag_are_found()
    {
        ProcessEntry found = _control.FindLive(_tag, []).ShouldHaveSingleItem();
        found.ProcessId.ShouldBe(_process.Id);
        found.CommandLine.ShouldBe("sleep 300");
        _control.FindLive(new ProcessTag(_tag.RunId, "t"), []).ShouldBeEmpty();
    }

    [Test]
    public async Task Killed_process_is_dead_when_the_call_returns()
    {
        await _control.KillAsync(_process.Id, _tag, Timeout, default);
        ProcFile.IsAlive(_process.Id).ShouldBeFalse();
        await _process.WaitForExitAsync();
        _process.ExitCode.ShouldBe(128 + 9);
    }

    [Test]
    public async Task Process_of_another_test_is_left_alone()
    {
        ProcessTag other = new(_tag.RunId, "t2");
        InvalidOperationException error = await Should.ThrowAsync<InvalidOperationException>(_control.KillAsync(_process.Id, other, Timeout, default));
        error.Message.ShouldContain("left alone. An adapter of your own must start its processes with TestEnvironment.ProcessVariables");
        await Should.ThrowAsync<InvalidOperationException>(_control.SuspendAsync(_process.Id, other, Timeout, default));
        ProcFile.IsAlive(_process.Id).ShouldBeTrue();
        ProcFile.State(_process.Id).ShouldNotBe('T');
    }

    [Test]
    public async Task Suspended_process_is_stopped_until_it_is_released()
    {
        IDisposable suspension = await _control.SuspendAsync(_process.Id, _tag, Timeout, default);
        ProcFile.State(_process.Id).ShouldBe('T');
        suspension.Dispose();
        suspension.Dispose();
        ProcFile.State(_process.Id).ShouldNotBe('T');
    }

    [Test]
    public async Task Suspended_process_can_be_killed_and_then_released()
    {
        using IDisposable suspension = await _control.SuspendAsync(_process.Id, _tag, Timeout, default);
        await _control.KillAsync(_process.Id, _tag, Timeout, default);
        ProcFile.IsAlive(_process.Id).ShouldBeFalse();
    }

    private static Process Start(ProcessTag tag)
    {
        ProcessStartInfo start = new("sleep") { ArgumentList = { "300" } };
        foreach ((string name, string? value) in tag.Give())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
