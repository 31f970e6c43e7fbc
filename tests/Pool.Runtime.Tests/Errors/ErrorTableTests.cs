using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests.Errors;

/// <summary>What recovery, callers and dashboards read off each error, as one table.</summary>
internal sealed class ErrorTableTests
{
    private static readonly PoolErrorContext Context = new("p");
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [TestCaseSource(nameof(Table))]
    public void Nature_of_every_error_is_what_the_table_says(
        PoolException error, ErrorCategory category, ErrorSeverity severity, bool isTransient, RequestFate fate) =>
        (error.Category, error.Severity, error.IsTransient, error.RequestFate).ShouldBe((category, severity, isTransient, fate));

    [Test]
    public void Numbers_in_messages_can_be_read_off_as_properties()
    {
        var tooLarge = new FrameTooLargeException(Context, size: 20, limit: 10);
        (tooLarge.Size, tooLarge.Limit).ShouldBe((20, 10));
        var queue = new QueueTimeoutException(Context, Second, Second * 2, size: 2, maxOverflow: 1, busyWorkers: 3);
        (queue.Waited, queue.BusyWorkers).ShouldBe((Second, 3));
        new PoolSaturatedException(Context, queueLimit: 7, workers: 3).QueueLimit.ShouldBe(7);
        new SessionQuotaException(Context, maxSessions: 5).MaxSessions.ShouldBe(5);
        var failed = new PoolFailedException(Context, failures: 4, Second, lastFailure: null);
        (failed.Failures, failed.Window).ShouldBe((4, Second));
        var lost = new WorkerLostException(Context, RequestFate.Sent, "x", exitStatus: 3, signal: "SIGKILL", standardErrorTail: "tail\n");
        (lost.ExitStatus, lost.Signal, lost.StandardErrorTail).ShouldBe((3, "SIGKILL", "tail"));
    }

    [Test]
    public void Frame_too_large_says_which_of_both_it_is()
    {
        new FrameTooLargeException(Context, 20, 10).Message.ShouldContain("The request takes 20 bytes");
        new FrameTooLargeException(Context, 20, 10, RequestFate.Sent).Message.ShouldContain("The answer takes 20 bytes");
    }

    [Test]
    public void Failed_pool_repeats_its_last_failure()
    {
        var last = new WorkerStartException(Context, "x", "no such file");

        new PoolFailedException(Context, 4, Second, last).Message.ShouldEndWith($"Last failure: {last.Message}");
        new PoolFailedException(Context, 4, Second, lastFailure: null).Message.ShouldNotContain("Last failure");
    }

    [TestCase(RequestFate.NotSent, "before the request left", "Nothing ran")]
    [TestCase(RequestFate.Sent, "while the command ran", "declare the command a query")]
    [TestCase(RequestFate.Unknown, "and the request may have reached it", "declare the command a query")]
    public void Lost_worker_says_what_became_of_the_request_and_what_to_do(RequestFate fate, string when, string advice)
    {
        var message = new WorkerLostException(Context, fate, "gone").Message;

        message.ShouldContain(when);
        message.ShouldContain(advice);
    }

    private static IEnumerable<object?[]> Table() =>
    [
        [new WorkerStartException(Context, "x", "y"), ErrorCategory.Initialization, ErrorSeverity.Major, true, RequestFate.NotSent],
        [new WorkerLostException(Context, RequestFate.Unknown, "x"), ErrorCategory.Connection, ErrorSeverity.Major, true, RequestFate.Unknown],
        [new ProtocolViolationException(Context, "x"), ErrorCategory.Communication, ErrorSeverity.Major, true, RequestFate.Sent],
        [new QueueTimeoutException(Context, Second, Second, 1, 1, 1), ErrorCategory.Resource, ErrorSeverity.Minor, true, RequestFate.NotSent],
        [new PoolSaturatedException(Context, 1, 1), ErrorCategory.Resource, ErrorSeverity.Minor, true, RequestFate.NotSent],
        [new PoolFailedException(Context, 1, Second, null), ErrorCategory.Resource, ErrorSeverity.Critical, false, RequestFate.NotSent],
        [new SessionQuotaException(Context, 1), ErrorCategory.Resource, ErrorSeverity.Major, true, RequestFate.NotSent],
        [new SessionWorkerBusyException(Context, "w"), ErrorCategory.Resource, ErrorSeverity.Minor, true, RequestFate.NotSent],
        [new PoolDrainingException(Context), ErrorCategory.Resource, ErrorSeverity.Minor, false, RequestFate.NotSent],
        [new PoolDrainingException(Context, RequestFate.Sent), ErrorCategory.Resource, ErrorSeverity.Minor, false, RequestFate.Sent],
        [new FrameTooLargeException(Context, 2, 1), ErrorCategory.Communication, ErrorSeverity.Minor, false, RequestFate.NotSent],
    ];
}
