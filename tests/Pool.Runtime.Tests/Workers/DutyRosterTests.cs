using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Tests.Model;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Workers;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class DutyRosterTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<Duty> _done = [];

    [Test]
    public void Each_duty_is_taken_up_when_it_is_due_and_once()
    {
        using var roster = Make();
        roster.Schedule(Duty.AdaptSize, TimeSpan.FromSeconds(5));
        roster.Schedule(Duty.CheckHealth, TimeSpan.FromSeconds(2));

        _time.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromMilliseconds(1));
        _done.ShouldBeEmpty();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _done.ShouldBe([Duty.CheckHealth]);
        _time.Advance(TimeSpan.FromMinutes(1));
        _done.ShouldBe([Duty.CheckHealth, Duty.AdaptSize]);
    }

    [Test]
    public void Earlier_plan_wins_and_later_one_is_ignored()
    {
        using var roster = Make();
        roster.Schedule(Duty.RetireIdle, TimeSpan.FromSeconds(5));
        roster.Schedule(Duty.RetireIdle, TimeSpan.FromSeconds(1));
        roster.Schedule(Duty.RetireIdle, TimeSpan.FromSeconds(9));

        _time.Advance(TimeSpan.FromSeconds(1));

        _done.ShouldBe([Duty.RetireIdle]);
        _time.Advance(TimeSpan.FromMinutes(1));
        _done.Count.ShouldBe(1);
    }

    [Test]
    public void Due_at_once_and_less_than_a_millisecond_away_wait_for_one()
    {
        using var roster = Make();
        roster.Schedule(Duty.RetireIdle, TimeSpan.Zero);
        roster.Schedule(Duty.RecycleOld, TimeSpan.FromTicks(1));
        _done.ShouldBeEmpty();

        _time.Advance(TimeSpan.FromMilliseconds(1));

        _done.ShouldBe([Duty.RetireIdle, Duty.RecycleOld]);
    }

    [Test]
    public void Ended_roster_does_nothing_any_more()
    {
        var roster = Make();
        roster.Schedule(Duty.RetireIdle, TimeSpan.FromSeconds(1));

        roster.Dispose();
        roster.Schedule(Duty.CheckHealth, TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromDays(1));

        _done.ShouldBeEmpty();
        // Its timer may have fired a moment before.
        roster.TakeDue().ShouldBeEmpty();
    }

    [Test]
    public void Ended_roster_leaves_no_timer()
    {
        var time = new CountingTimeProvider();
        var roster = new DutyRoster(time, () => { });
        roster.Schedule(Duty.RetireIdle, TimeSpan.FromSeconds(1));
        time.Timers.ShouldBe(1);

        roster.Dispose();

        time.Timers.ShouldBe(0);
    }

    [Test]
    public void Timer_does_not_keep_the_context_of_whoever_scheduled()
    {
        var local = new AsyncLocal<string?> { Value = "a caller's" };
        string? seen = "not run";
        DutyRoster? roster = null;
        var ran = new ManualResetEventSlim();
        roster = new DutyRoster(TimeProvider.System, () =>
        {
            seen = local.Value;
            ran.Set();
        });
        using (roster)
        {
            roster.Schedule(Duty.RetireIdle, TimeSpan.Zero);
            ran.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        }

        seen.ShouldBeNull();
    }

    private DutyRoster Make()
    {
        DutyRoster? roster = null;
        return roster = new DutyRoster(_time, () => _done.AddRange(roster!.TakeDue()));
    }
}
