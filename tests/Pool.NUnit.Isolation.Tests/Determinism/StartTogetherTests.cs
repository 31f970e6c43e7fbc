using Pool.NUnit.Isolation.Determinism;

namespace Pool.NUnit.Isolation.Tests.Determinism;

internal sealed class StartTogetherTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Every_operation_runs_while_all_others_do()
    {
        using Barrier met = new(8);
        StartTogether operations = new();
        for (int i = 0; i < 8; i++)
        {
            operations.Add($"op{i}", token => Task.FromResult(met.SignalAndWait(Long, token)));
        }

        StartTogetherResult result = await operations.RunAsync(Long);
        result.ThrowUnlessAllSucceeded();
        result.Operations.Select(static o => (bool)o.Value!).ShouldAllBe(static m => m);
        result.Operations.Select(static o => o.Name).ShouldBe(Enumerable.Range(0, 8).Select(static i => $"op{i}"));
    }

    [Test]
    public async Task Second_run_is_refused_and_never_answers_with_the_results_of_the_first()
    {
        StartTogether operations = new StartTogether().Add("op", static _ => Task.CompletedTask);
        await operations.RunAsync(Long);
        await Should.ThrowAsync<InvalidOperationException>(operations.RunAsync(Long));
    }

    [Test]
    public async Task Failure_of_one_operation_leaves_the_others_their_results()
    {
        StartTogetherResult result = await new StartTogether()
            .Add("good", static _ => Task.FromResult(42))
            .Add("bad", static Task (_) => throw new InvalidOperationException("broke"))
            .RunAsync(Long);
        result.Value<int>("good").ShouldBe(42);
        result["bad"].Outcome.ShouldBe(OperationOutcome.Failed);
        result["bad"].Error.ShouldBeOfType<InvalidOperationException>();
        Should.Throw<AssertionException>(result.ThrowUnlessAllSucceeded).Message.ShouldContain("1 of 2 operations did not succeed: \"bad\" threw InvalidOperationException: broke");
    }

    [Test]
    public async Task Operation_that_hangs_is_timed_out_and_the_rest_returned()
    {
        TaskCompletionSource release = new();
        StartTogetherResult result = await new StartTogether()
            .Add("stuck", _ => release.Task)
            .Add("quick", static _ => Task.CompletedTask)
            .RunAsync(TimeSpan.FromMilliseconds(200));
        release.SetResult();
        result["stuck"].Outcome.ShouldBe(OperationOutcome.TimedOut);
        result["quick"].Outcome.ShouldBe(OperationOutcome.Succeeded);
    }

    [Test]
    public void Name_used_twice_is_refused() => Should.Throw<ArgumentException>(static () => new StartTogether()
        .Add("a", static _ => Task.CompletedTask)
        .Add("a", static _ => Task.CompletedTask)).Message.ShouldContain("\"a\" exists already");

    [Test]
    public async Task Nothing_to_start_is_refused() =>
        await Should.ThrowAsync<InvalidOperationException>(new StartTogether().RunAsync(Long));

    [Test]
    public async Task Unknown_name_is_refused_with_those_that_exist()
    {
        StartTogetherResult result = await new StartTogether().Add("a", static _ => Task.CompletedTask).RunAsync(Long);
        Should.Throw<ArgumentException>(() => result["b"]).Message.ShouldContain("Named are: a");
    }
}
