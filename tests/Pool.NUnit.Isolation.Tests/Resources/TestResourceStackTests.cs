using Pool.NUnit.Isolation.Resources;

namespace Pool.NUnit.Isolation.Tests.Resources;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class TestResourceStackTests
{
    private readonly TestResourceStack _stack = new();
    private readonly List<string> _released = [];

    [Test]
    public async Task Items_are_released_in_reverse_order()
    {
        Push("a");
        Push("b");
        Push("c");
        (await _stack.ReleaseAllAsync()).ShouldBeEmpty();
        _released.ShouldBe(["c", "b", "a"]);
        _stack.Count.ShouldBe(0);
    }

    [Test]
    public async Task Item_that_throws_keeps_no_other_from_being_released()
    {
        Push("a");
        _stack.Push("bad", static _ => throw new InvalidOperationException("broke"));
        Push("c");
        IReadOnlyList<ResourceFailure> failures = await _stack.ReleaseAllAsync();
        _released.ShouldBe(["c", "a"]);
        failures.ShouldHaveSingleItem().Message.ShouldBe("Releasing \"bad\" threw InvalidOperationException: broke");
    }

    [Test]
    public async Task Item_that_blocks_its_thread_is_left_behind_at_its_deadline()
    {
        using ManualResetEventSlim release = new();
        Push("a");
        _stack.Push(
            "stuck",
            _ =>
            {
                release.Wait(CancellationToken.None);
                return ValueTask.CompletedTask;
            },
            TimeSpan.FromMilliseconds(20));
        IReadOnlyList<ResourceFailure> failures = await _stack.ReleaseAllAsync();
        release.Set();
        _released.ShouldBe(["a"]);
        failures.ShouldHaveSingleItem().Message.ShouldContain("not released within 20 ms");
    }

    [Test]
    public async Task TimeoutException_of_an_item_is_its_own_and_no_deadline()
    {
        _stack.Push("bad", static _ => throw new TimeoutException("inner"));
        (await _stack.ReleaseAllAsync()).ShouldHaveSingleItem().Message.ShouldContain("threw TimeoutException: inner");
    }

    [Test]
    public async Task Item_pushed_while_another_is_released_is_released_too()
    {
        _stack.Push("outer", _ =>
        {
            Push("inner");
            return ValueTask.CompletedTask;
        });
        await _stack.ReleaseAllAsync();
        _released.ShouldBe(["inner"]);
    }

    [Test]
    public async Task Item_pushed_after_the_end_is_refused()
    {
        await _stack.ReleaseAllAsync();
        Should.Throw<InvalidOperationException>(() => Push("late")).Message.ShouldContain("\"late\" was created after its test had ended");
    }

    [Test]
    public async Task Phases_follow_each_other_whatever_was_pushed_first()
    {
        Push("release 1");
        Push("cancel", TearDownPhase.Cancel);
        Push("release 2");
        Push("drain", TearDownPhase.Drain);
        Push("stop 1", TearDownPhase.StopIntake);
        Push("stop 2", TearDownPhase.StopIntake);
        await _stack.ReleaseAllAsync();
        _released.ShouldBe(["stop 2", "stop 1", "drain", "cancel", "release 2", "release 1"]);
    }

    [Test]
    public async Task Item_that_is_pushed_into_a_phase_that_is_over_comes_next()
    {
        Push("last");
        _stack.Push("outer", _ =>
        {
            Push("late stop", TearDownPhase.StopIntake);
            return ValueTask.CompletedTask;
        });
        await _stack.ReleaseAllAsync();
        _released.ShouldBe(["late stop", "last"]);
    }

    [Test]
    public void Phase_that_there_is_not_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Push("x", (TearDownPhase)7)).Message.ShouldContain("StopIntake, Drain, Cancel or Release");

    [Test]
    public void Object_that_cannot_be_disposed_is_refused() =>
        Should.Throw<ArgumentException>(() => _stack.Push(new object())).Message.ShouldContain("neither IAsyncDisposable nor IDisposable");

    private void Push(string name, TearDownPhase phase = TearDownPhase.Release) => _stack.Push(
        name,
        _ =>
        {
            _released.Add(name);
            return ValueTask.CompletedTask;
        },
        phase: phase);
}
