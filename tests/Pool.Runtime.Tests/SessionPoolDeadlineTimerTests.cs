namespace Pool.Runtime.Tests;

internal sealed class SessionPoolDeadlineTimerTests
{
    [Test]
    public async Task Timer_is_set_once_for_the_first_that_is_due_in_whole_milliseconds_and_never_early()
    {
        var time = new WatchedTime();
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 }, time);

        await scripted.Pool.ExecuteAnonymousAsync("who", options: new ExecuteOptions { Timeout = TimeSpan.FromMilliseconds(1500.5) });

        time.SetAsync(TimeSpan.FromMilliseconds(1501)).IsCompleted.ShouldBeTrue();
    }
}
