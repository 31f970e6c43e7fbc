using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Sessions;

namespace Pool.Runtime.Tests.Sessions;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class QuarantineTests
{
    private static readonly TimeSpan Term = TimeSpan.FromMinutes(1);
    private static readonly PoolErrorContext Context = new("pool");

    private readonly FakeTimeProvider _time = new();

    [Test]
    public void Last_kill_that_is_allowed_holds_the_command_back()
    {
        var quarantine = new Quarantine(3, Term, _time);

        (Kill(quarantine, 1), Kill(quarantine, 1), IsHeld(quarantine, 1)).ShouldBe((false, false, false));

        Kill(quarantine, 1).ShouldBeTrue();
        IsHeld(quarantine, 1).ShouldBeTrue();
        (IsHeld(quarantine, 2), IsHeld(quarantine, 1, "other")).ShouldBe((false, false));
    }

    [Test]
    public void Commands_under_way_at_the_last_kill_prolong_it()
    {
        var quarantine = new Quarantine(1, Term, _time);
        Kill(quarantine, 1).ShouldBeTrue();
        _time.Advance(Term / 2);

        Kill(quarantine, 1).ShouldBeTrue();

        _time.Advance(Term / 2);
        IsHeld(quarantine, 1).ShouldBeTrue();
        _time.Advance(Term / 2);
        IsHeld(quarantine, 1).ShouldBeFalse();
    }

    [Test]
    public void After_its_term_it_is_as_good_as_new()
    {
        var quarantine = new Quarantine(2, Term, _time);
        Kill(quarantine, 1);
        Kill(quarantine, 1);

        _time.Advance(Term);

        IsHeld(quarantine, 1).ShouldBeFalse();
        Kill(quarantine, 1).ShouldBeFalse();
        Kill(quarantine, 1).ShouldBeTrue();
    }

    [Test]
    public void Answer_forgives()
    {
        var quarantine = new Quarantine(2, Term, _time);
        quarantine.Survived("c", Args(1));
        Kill(quarantine, 1);
        Kill(quarantine, 2);

        quarantine.Survived("c", Args(1));

        (Kill(quarantine, 1), Kill(quarantine, 2)).ShouldBe((false, true));
    }

    [Test]
    public void Failure_that_says_that_nothing_was_sent_does_not_count()
    {
        var quarantine = new Quarantine(1, Term, _time);

        quarantine.Killed(Context, "c", Args(1), new WorkerLostException(Context, RequestFate.NotSent, "gone")).ShouldBeNull();

        IsHeld(quarantine, 1).ShouldBeFalse();
    }

    [Test]
    public void Exception_says_how_many_and_why()
    {
        var quarantine = new Quarantine(1, Term, _time);
        var failure = new WorkerLostException(Context, RequestFate.Sent, "gone");

        var killed = quarantine.Killed(Context with { WorkerId = "w" }, "c", Args(1), failure).ShouldNotBeNull();

        (killed.WorkersKilled, killed.WorkerId, ReferenceEquals(killed.InnerException, failure)).ShouldBe((1, "w", true));
        var refusal = quarantine.Refusal(CallOf("batch"), "c", Args(1)).ShouldNotBeNull();
        (refusal.WorkersKilled, refusal.Command, refusal.SessionId).ShouldBe((1, "c", "s"));
    }

    [Test]
    public void Zero_switches_it_off()
    {
        var quarantine = new Quarantine(0, Term, _time);

        (Kill(quarantine, 1), Kill(quarantine, 1), IsHeld(quarantine, 1)).ShouldBe((false, false, false));
    }

    [Test]
    public void A_thousand_suspects_are_remembered_those_who_killed_last()
    {
        var quarantine = new Quarantine(2, Term, _time);
        for (var i = 0; i < 1001; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Kill(quarantine, i);
        }

        Kill(quarantine, 1).ShouldBeTrue();
        Kill(quarantine, 1000).ShouldBeTrue();
        Kill(quarantine, 0).ShouldBeFalse();
    }

    [Test]
    public void Who_was_forgiven_takes_nobodys_place()
    {
        var quarantine = new Quarantine(2, Term, _time);
        Kill(quarantine, -1);
        for (var i = 0; i < 1001; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Kill(quarantine, i);
            quarantine.Survived("c", Args(i));
        }

        Kill(quarantine, -1).ShouldBeTrue();
    }

    private static Payload Args(int number) => new(System.Text.Encoding.UTF8.GetBytes($"{number}"), []);

    private Call CallOf(string command) => new(new StoppingOwner(), command, Payload.Null, "s", TimeSpan.FromSeconds(1), _time);

    private bool IsHeld(Quarantine quarantine, int args, string command = "c") =>
        quarantine.Refusal(CallOf(command), command, Args(args)) is not null;

    private static bool Kill(Quarantine quarantine, int args) =>
        quarantine.Killed(Context, "c", Args(args), new WorkerLostException(Context, RequestFate.Sent, "gone")) is not null;
}
