using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Sessions;

namespace Pool.Runtime.Tests.Sessions;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SessionRecencyTests
{
    private static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(64);

    private readonly FakeTimeProvider _time = new();

    [Test]
    public void Session_expires_when_its_time_to_live_is_over_and_not_before()
    {
        var recency = new SessionRecency(_time, TimeToLive);
        var session = Use(recency, Make("s"));

        _time.Advance(TimeToLive - TimeSpan.FromTicks(1));
        recency.TakeExpired().ShouldBeNull();
        recency.NextExpiry().ShouldBe(TimeSpan.FromTicks(1));
        _time.Advance(TimeSpan.FromTicks(1));

        recency.TakeExpired().ShouldBe(session);
        recency.TakeExpired().ShouldBeNull();
        recency.NextExpiry().ShouldBe(TimeToLive);
    }

    [Test]
    public void Session_in_use_lives_another_time_to_live()
    {
        var recency = new SessionRecency(_time, TimeToLive);
        var session = Use(recency, Make("s"));
        session.TurnTaken = true;

        _time.Advance(TimeToLive);
        recency.TakeExpired().ShouldBeNull();
        session.TurnTaken = false;
        recency.TakeExpired().ShouldBeNull();
        _time.Advance(TimeToLive);

        recency.TakeExpired().ShouldBe(session);
    }

    [Test]
    public void Session_that_was_removed_does_not_expire()
    {
        var recency = new SessionRecency(_time, TimeToLive);
        var session = Use(recency, Make("s"));

        recency.Remove(session);
        recency.Remove(session);
        _time.Advance(TimeToLive);

        recency.TakeExpired().ShouldBeNull();
    }

    [Test]
    [Category("Repetition")]
    public void No_session_expires_early_or_more_than_a_sixty_fourth_late()
    {
        var recency = new SessionRecency(_time, TimeToLive);
        var random = new Random(11);
        var sessions = Enumerable.Range(0, 50).Select(number => Make($"s{number}")).ToList();
        var lastUse = sessions.ToDictionary(session => session, _ => _time.GetTimestamp());
        sessions.ForEach(session => Use(recency, session));
        const int Step = 1500;
        var expired = 0;
        for (var step = 0; step < 5000; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(random.Next(0, Step)));
            while (recency.TakeExpired() is { } session)
            {
                _time.GetElapsedTime(lastUse[session]).ShouldBeGreaterThanOrEqualTo(TimeToLive);
                lastUse.Remove(session);
                expired++;
            }

            lastUse.Values.ShouldAllBe(use => _time.GetElapsedTime(use) < (TimeToLive * (65.0 / 64)) + TimeSpan.FromMilliseconds(Step));
            var used = sessions[random.Next(sessions.Count)];
            lastUse[used] = _time.GetTimestamp();
            Use(recency, used);
        }

        expired.ShouldBeGreaterThan(100);
    }

    private static SessionState Make(string id) => new(id, 1, 1);

    private SessionState Use(SessionRecency recency, SessionState session)
    {
        recency.Used(session, _time.GetTimestamp());
        return session;
    }
}
