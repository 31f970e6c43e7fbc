using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests.Errors;

internal sealed class PoolExceptionTests
{
    private static readonly Type[] Errors =
        [.. typeof(PoolException).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PoolException)))];

    [Test]
    public void Message_names_pool_worker_session_and_command_before_what_happened()
    {
        var context = new PoolErrorContext("py") { WorkerId = "w1", SessionId = "s1", Command = "echo" };

        new ProtocolViolationException(context, "frame of 7 bytes is no JSON").Message.ShouldStartWith(
            "Pool 'py', worker 'w1', session 's1', command 'echo': The worker broke the protocol: " +
            "frame of 7 bytes is no JSON.");
    }

    [Test]
    public void Message_leaves_out_what_is_not_known() =>
        new StubPoolException(ErrorCategory.System, ErrorSeverity.Minor).Message
            .ShouldBe("Pool 'p': Something failed. Change something.");

    [Test]
    public void Nothing_known_gives_the_bare_sentence() =>
        new SessionLostException(new PoolErrorContext(""), "the journal is full").Message
            .ShouldStartWith("The session's state is lost: the journal is full.");

    [Test]
    public void Layer_above_fills_gaps_but_never_overwrites()
    {
        var error = new StubPoolException(ErrorCategory.Connection, ErrorSeverity.Major, workerId: "w1");

        error.FillContext(
            new PoolErrorContext("other") { WorkerId = "w2", SessionId = "s", Command = "c", Attempts = 9 });

        error.PoolName.ShouldBe("p");
        error.WorkerId.ShouldBe("w1");
        error.SessionId.ShouldBe("s");
        error.Command.ShouldBe("c");
        error.Attempts.ShouldBe(1);
    }

    [Test]
    public void Several_attempts_are_told_in_the_message()
    {
        var error = new StubPoolException(ErrorCategory.Connection, ErrorSeverity.Major);

        error.SetAttempts(3);

        error.Attempts.ShouldBe(3);
        error.Message.ShouldStartWith("Pool 'p', 3 attempts: ");
    }

    [TestCaseSource(nameof(Errors))]
    public void Every_error_is_public_and_sealed_and_built_only_by_the_pool(Type error)
    {
        error.IsPublic.ShouldBeTrue();
        error.IsSealed.ShouldBeTrue();
        error.GetConstructors().ShouldBeEmpty();
    }

    [TestCaseSource(nameof(Errors))]
    public void Every_error_has_examples_below(Type error) =>
        PoolErrorSamples.All.Select(sample => sample.GetType()).ShouldContain(error);

    [TestCaseSource(typeof(PoolErrorSamples), nameof(PoolErrorSamples.All))]
    public void Every_message_is_sentences_without_double_stops(PoolException error)
    {
        var firstLine = error.Message.Split(Environment.NewLine)[0];

        firstLine.ShouldNotContain("..");
        firstLine.TrimEnd(':').ShouldEndWith(firstLine.EndsWith(':') ? "error" : ".");
        firstLine.Split(". ").Length.ShouldBeGreaterThanOrEqualTo(2, "what happened, then what to change");
    }
}
