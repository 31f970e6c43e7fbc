namespace Pool.Runtime.Tests;

internal sealed class WorkerLeaseTests
{
    [Test]
    public async Task Lease_that_was_never_taken_says_so_and_has_nothing_to_give_back()
    {
        WorkerLease lease = default;

        var error = Should.Throw<InvalidOperationException>(() => { _ = lease.ExecuteAsync("who").AsTask(); });
        Should.Throw<InvalidOperationException>(() => { _ = lease.ExecuteAsync<string>("who").AsTask(); });
        await lease.DisposeAsync();

        error.Message.ShouldContain("SessionPool.CheckoutAsync");
        (lease.WorkerId, lease.SessionId).ShouldBe((null, null));
    }

    [Test]
    public async Task Copies_are_the_same_lease_and_later_leases_of_the_worker_are_not()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var copy = lease;
        (lease == copy, lease != copy, lease.Equals((object)copy)).ShouldBe((true, false, true));
        lease.GetHashCode().ShouldBe(copy.GetHashCode());

        await copy.DisposeAsync();
        await using var later = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);

        (lease == later, lease != later, lease.Equals((object)later), lease.Equals("lease")).ShouldBe((false, true, false, false));
        await Should.ThrowAsync<ObjectDisposedException>(async () => await lease.ExecuteAsync("who"));
    }
}
