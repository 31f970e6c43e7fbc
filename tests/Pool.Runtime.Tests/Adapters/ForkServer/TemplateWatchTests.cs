using Pool.Runtime.Adapters.ForkServer;

namespace Pool.Runtime.Tests.Adapters.ForkServer;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class TemplateWatchTests : IDisposable
{
    private readonly WatchedTime _time = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly TemplateWatch _watch;
    private bool _owes;
    private int _asked;
    private int _hangs;
    private int _rounds;

    public TemplateWatchTests() => _watch = new TemplateWatch(_time, () => _owes, () => _asked++, () => _hangs++);

    public void Dispose() => _ending.Dispose();

    [Test]
    public async Task Template_that_owes_nothing_is_left_in_peace()
    {
        var watching = _watch.RunAsync(_ending.Token);

        await PassAsync(rounds: 10);

        (_asked, _hangs).ShouldBe((0, 0));
        await EndAsync(watching);
    }

    [Test]
    public async Task Template_that_owes_something_and_stays_silent_hangs_after_two_more_rounds()
    {
        var watching = _watch.RunAsync(_ending.Token);
        _owes = true;

        await PassAsync(rounds: 2);
        (_asked, _hangs).ShouldBe((1, 0));
        _time.Advance(TemplateWatch.Round);
        await watching;

        (_asked, _hangs).ShouldBe((1, 1));
    }

    [Test]
    public async Task Template_that_gives_signs_of_life_is_asked_again_and_again_but_does_not_hang()
    {
        var watching = _watch.RunAsync(_ending.Token);
        _owes = true;

        for (var round = 0; round < 10; round++)
        {
            await PassAsync(rounds: 1);
            _watch.Heard();
        }

        (_asked, _hangs).ShouldBe((10, 0));
        await EndAsync(watching);
    }

    [Test]
    public async Task Silence_before_it_owed_something_does_not_count()
    {
        var watching = _watch.RunAsync(_ending.Token);
        await PassAsync(rounds: 5);
        _owes = true;

        await PassAsync(rounds: 2);

        _hangs.ShouldBe(0);
        await EndAsync(watching);
    }

    [Test]
    public async Task Sign_of_life_in_the_last_round_is_in_time()
    {
        var watching = _watch.RunAsync(_ending.Token);
        _owes = true;
        await PassAsync(rounds: 2);

        _watch.Heard();
        await PassAsync(rounds: 2);

        (_asked, _hangs).ShouldBe((2, 0));
        await EndAsync(watching);
    }

    // Every round has its own timer; the next is there once what follows from the last has been done.
    private async Task PassAsync(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            _time.Advance(TemplateWatch.Round);
            await _time.SetAsync(TemplateWatch.Round, times: ++_rounds + 1);
        }
    }

    private async Task EndAsync(Task watching)
    {
        await _ending.CancelAsync();
        await watching;
    }
}
