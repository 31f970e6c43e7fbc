using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests.Errors;

internal sealed class RemoteCommandExceptionTests
{
    [Test]
    public void Text_shows_the_workers_traceback_and_the_local_stack()
    {
        var text = Thrown("Traceback:\n  File \"demo.py\", line 3\n").ToString();

        text.ShouldContain("ValueError: no such program");
        text.ShouldContain("File \"demo.py\", line 3");
        text.ShouldContain(nameof(Thrown));
    }

    [Test]
    public void Text_without_a_traceback_is_the_usual_one()
    {
        var text = Thrown(traceback: null).ToString();

        text.ShouldNotContain("traceback of the worker");
        text.ShouldContain(nameof(Thrown));
    }

    [Test]
    public void Message_speaks_of_a_traceback_only_where_there_is_one()
    {
        Thrown("Traceback").Message.ShouldEndWith("Correct the arguments or the command's code; ToString shows the worker's traceback.");
        Thrown(traceback: null).Message.ShouldEndWith("Correct the arguments or the command's code.");
    }

    [Test]
    public void Huge_remote_message_is_bounded_in_ours_and_kept_whole_beside_it()
    {
        var remoteMessage = new string('x', 100_000);

        var error = new RemoteCommandException(new PoolErrorContext("p"), "E", remoteMessage, null, retryable: false);

        error.Message.Length.ShouldBeLessThan(ErrorText.MaxTail + 500);
        error.RemoteMessage.ShouldBe(remoteMessage);
    }

    private static RemoteCommandException Thrown(string? traceback)
    {
        try
        {
            throw new RemoteCommandException(
                new PoolErrorContext("p"), "ValueError", "no such program", traceback, retryable: false);
        }
        catch (RemoteCommandException error)
        {
            return error;
        }
    }
}
