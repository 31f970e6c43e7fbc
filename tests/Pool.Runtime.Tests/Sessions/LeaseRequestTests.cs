using Pool.Runtime.Protocol;
using Pool.Runtime.Sessions;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Sessions;

internal sealed class LeaseRequestTests
{
    [Test]
    public async Task Request_is_consumed_by_who_awaits_it_and_not_before()
    {
        var request = NewRequest(new CountingOwner());
        Begin(request);
        request.IsConsumed.ShouldBeFalse();
        var waiting = request.Wait();

        request.Refuse(new TimeZoneNotFoundException());
        request.IsConsumed.ShouldBeFalse();
        await Should.ThrowAsync<TimeZoneNotFoundException>(async () => await waiting);

        request.IsConsumed.ShouldBeTrue();
        Begin(request);
        request.IsConsumed.ShouldBeFalse();
    }

    [Test]
    public async Task Cancel_reaches_the_owner_until_the_user_has_the_answer()
    {
        using var cancel = new CancellationTokenSource();
        using var late = new CancellationTokenSource();
        var owner = new CountingOwner();
        var request = NewRequest(owner);
        Begin(request, cancel.Token);
        request.WatchForCancel();

        await cancel.CancelAsync();

        owner.Cancelled.ShouldBe([request]);
        request.Refuse(new TimeZoneNotFoundException());
        await Should.ThrowAsync<TimeZoneNotFoundException>(async () => await request.Wait());
        Begin(request, late.Token);
        request.WatchForCancel();
        request.Refuse(new TimeZoneNotFoundException());
        await Should.ThrowAsync<TimeZoneNotFoundException>(async () => await request.Wait());

        await late.CancelAsync();

        owner.Cancelled.Count.ShouldBe(1);
    }

    private static LeaseRequest NewRequest(CountingOwner owner) => new(owner, work => work.Execute(), _ => { });

    private static void Begin(LeaseRequest request, CancellationToken cancellation = default) =>
        request.Begin("s", TimeSpan.FromSeconds(1), null, cancellation);

    private sealed class CountingOwner : IWaiterOwner
    {
        public string Name => "pool";

        public List<LeaseRequest> Cancelled { get; } = [];

        public void Cancel(LeaseRequest request) => Cancelled.Add(request);

        public void Stop(Call call, StopReason reason) => throw new NotSupportedException();

        public bool TrySettle(Call call, PooledWorker worker, WorkerMessage answer) => throw new NotSupportedException();
    }
}
