using Pool.Runtime.Protocol;
using Pool.Runtime.Sessions;
using Pool.Runtime.Tests.Workers;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Sessions;

internal sealed class SessionStateTests
{
    private static readonly ResultDigest Digest = ResultDigest.Of(Payload.Null, []);

    [Test]
    public void Session_may_move_while_its_replay_is_within_bounds_and_whole()
    {
        var session = new SessionState("s", 3, 1000);
        Append(session, 2);

        (session.MayMove(2), session.MayMove(1)).ShouldBe((true, false));
        Append(session, 2);
        session.Journal.Gap.ShouldNotBeNull();
        session.MayMove(1000).ShouldBeFalse();
    }

    [Test]
    public void Session_that_begins_anew_has_nothing_of_its_first_life()
    {
        var session = new SessionState("s", 1, 1000);
        Append(session, 2);
        session.LostBecause = "gone";

        session.Reset();

        (session.Id, session.LostBecause, session.Worker, session.Home).ShouldBe(("s", null, null, null));
        (session.Journal.Position, session.Journal.Gap, session.MayMove(0)).ShouldBe((0, null, true));
        Append(session, 2);
        session.Journal.Gap.ShouldNotBeNull();
    }

    [Test]
    public async Task Worker_is_up_to_date_that_has_all_of_a_session_that_is_not_lost()
    {
        await using var one = await OpenWorker.StartAsync();
        await using var other = await OpenWorker.StartAsync();
        var session = new SessionState("s", 10, 1000);
        Append(session, 2);
        session.IsCurrentOn(one.Worker).ShouldBeFalse();

        session.Home = new Residence(one.Worker) { Position = 1 };
        session.IsCurrentOn(one.Worker).ShouldBeFalse();
        session.Home.Position = 2;
        (session.IsCurrentOn(one.Worker), session.IsCurrentOn(other.Worker)).ShouldBe((true, false));

        session.LostBecause = "gone";
        session.IsCurrentOn(one.Worker).ShouldBeFalse();
    }

    private static void Append(SessionState session, int mutations)
    {
        for (var i = 0; i < mutations; i++)
            session.Journal.Append("c", Payload.Null, Digest);
    }
}
