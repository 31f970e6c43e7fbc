using Pool.Runtime.Protocol;
using Pool.Runtime.Sessions;

namespace Pool.Runtime.Tests.Sessions;

internal sealed class BorrowedThreadTests
{
    [Test]
    public void Thread_of_its_own_is_not_left() => new BorrowedThread(NewCall(isOnBorrowedThread: false)).IsCompleted.ShouldBeTrue();

    [Test]
    public async Task Borrowed_thread_is_left_for_one_of_the_thread_pool([Values] bool isUnsafe)
    {
        var call = NewCall(isOnBorrowedThread: true);
        var awaiter = new BorrowedThread(call).GetAwaiter();
        awaiter.IsCompleted.ShouldBeFalse();
        var there = new TaskCompletionSource<(bool IsPooled, bool IsOnBorrowedThread)>(TaskCreationOptions.RunContinuationsAsynchronously);
        void GoOn() => there.SetResult((Thread.CurrentThread.IsThreadPoolThread, call.IsOnBorrowedThread));
        var borrowed = new Thread(() =>
        {
            if (isUnsafe)
                awaiter.UnsafeOnCompleted(GoOn);
            else
                awaiter.OnCompleted(GoOn);
        });

        borrowed.Start();
        borrowed.Join();

        (await there.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe((true, false));
    }

    private static Call NewCall(bool isOnBorrowedThread) =>
        new(new StoppingOwner(), "c", Payload.Null, "s", TimeSpan.FromSeconds(3), TimeProvider.System) { IsOnBorrowedThread = isOnBorrowedThread };
}
