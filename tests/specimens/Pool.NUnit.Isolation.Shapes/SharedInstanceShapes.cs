namespace Pool.NUnit.Isolation.Shapes;

/// <summary>One instance for all tests, which run at a time: each has an environment of its own all the same.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class SharedInstanceShapes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _second = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [IsolatedTest]
    public async Task Shared_instance_first(TestEnvironment env)
    {
        _first.SetResult(env.TestId);
        (await _second.Task.WaitAsync(Patience)).ShouldNotBe(env.TestId);
        TestEnvironment.Current.ShouldBeSameAs(env);
    }

    [IsolatedTest]
    public async Task Shared_instance_second(TestEnvironment env)
    {
        _second.SetResult(env.TestId);
        (await _first.Task.WaitAsync(Patience)).ShouldNotBe(env.TestId);
        TestEnvironment.Current.ShouldBeSameAs(env);
    }
}
