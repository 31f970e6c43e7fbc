using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests.Errors;

internal sealed class WorkerStartExceptionTests
{
    [Test]
    public void Message_carries_command_status_and_the_workers_own_words()
    {
        var error = Create("Traceback ...\nModuleNotFoundError: No module named 'numpy'\n");

        error.Message.ShouldContain(
            "it exited before it said hello (exit status 1). Run 'python3 worker.py' in a shell");
        error.Message.ShouldEndWith("ModuleNotFoundError: No module named 'numpy'");
    }

    [Test]
    public void Long_standard_error_keeps_its_end()
    {
        var error = Create(new string('x', 1_000_000) + "the end");

        error.StandardErrorTail.Length.ShouldBeLessThan(ErrorText.MaxTail + 10);
        error.Message.Length.ShouldBeLessThan(ErrorText.MaxTail + 500);
        error.Message.ShouldEndWith("the end");
    }

    [Test]
    public void Silent_worker_leaves_no_empty_paragraph() => Create("  \n").Message.ShouldNotContain("standard error:");

    private static WorkerStartException Create(string standardError) => new(
        new PoolErrorContext("p"), "python3 worker.py", "it exited before it said hello", 1, null, standardError);
}
