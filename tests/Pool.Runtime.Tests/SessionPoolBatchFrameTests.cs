using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests;

/// <summary>Over frames alone: nothing limits what is handed over in memory.</summary>
internal sealed class SessionPoolBatchFrameTests
{
    [Test]
    public async Task Command_that_fits_into_no_frame_fails_alone()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1, MaxFrameBytes = 2048 }, transport: Transport.Framed);

        var outcomes = await scripted.Pool.ExecuteBatchAsync("s", [new("echo", 1), new("echo", new string('x', 2040)), new("echo", 3)]);

        outcomes.Select(outcome => outcome.IsSuccess).ShouldBe([true, false, true]);
        var error = outcomes[1].Error.ShouldBeOfType<FrameTooLargeException>();
        (error.RequestFate, error.Command).ShouldBe((RequestFate.NotSent, "echo"));
        scripted.Pool.GetStats().Counters.Losses.ShouldBe(0);
    }

    [Test]
    public async Task Command_that_fits_into_no_frame_fails_alone_also_behind_one_that_is_still_being_written()
    {
        const int MaxFrame = 512 * 1024;
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1, MaxFrameBytes = MaxFrame }, transport: Transport.Framed);

        // Larger than the pipe holds, so that what follows waits for its turn to be written.
        var outcomes = await scripted.Pool.ExecuteBatchAsync(
            "s", [new("echo", new string('a', 300_000)), new("echo", new string('x', MaxFrame - 10)), new("echo", 3)]);

        outcomes.Select(outcome => outcome.IsSuccess).ShouldBe([true, false, true]);
        outcomes[1].Error.ShouldBeOfType<FrameTooLargeException>().RequestFate.ShouldBe(RequestFate.NotSent);
        (await scripted.Pool.ExecuteAsync("s", "echo", 4)).Value.GetInt32().ShouldBe(4);
        scripted.Pool.GetStats().Counters.Losses.ShouldBe(0);
    }
}
