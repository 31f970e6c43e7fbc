using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Workers;

internal sealed class SendGateTests
{
    [Test]
    public async Task Senders_enter_one_at_a_time_first_come_first_served()
    {
        var gate = new SendGate();
        gate.EnterAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully.ShouldBeTrue();
        var second = gate.EnterAsync(CancellationToken.None).AsTask();
        var third = gate.EnterAsync(CancellationToken.None).AsTask();
        (second.IsCompleted, third.IsCompleted).ShouldBe((false, false));

        gate.Leave();
        await second;
        third.IsCompleted.ShouldBeFalse();
        gate.Leave();
        await third;
        gate.Leave();

        gate.EnterAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Test]
    public async Task One_that_gave_up_is_passed_over()
    {
        var gate = new SendGate();
        await gate.EnterAsync(CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var second = gate.EnterAsync(cancel.Token).AsTask();
        var third = gate.EnterAsync(CancellationToken.None).AsTask();

        await cancel.CancelAsync();
        (await Should.ThrowAsync<OperationCanceledException>(second)).CancellationToken.ShouldBe(cancel.Token);
        third.IsCompleted.ShouldBeFalse();
        gate.Leave();

        await third;
        gate.Leave();
        gate.EnterAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully.ShouldBeTrue();
    }
}
