using System.Runtime.CompilerServices;

namespace Pool.Runtime.Sessions;

/// <summary>
/// Awaited to leave a borrowed thread for one of the thread pool. It suspends whoever awaits it itself: a method that does
/// the same may have ended by the time it is awaited, and its caller would go on where it was.
/// </summary>
internal readonly struct BorrowedThread(Call call) : ICriticalNotifyCompletion
{
    public bool IsCompleted => !call.IsOnBorrowedThread;

    public BorrowedThread GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation)
    {
        call.IsOnBorrowedThread = false;
        Task.Yield().GetAwaiter().OnCompleted(continuation);
    }

    public void UnsafeOnCompleted(Action continuation)
    {
        call.IsOnBorrowedThread = false;
        Task.Yield().GetAwaiter().UnsafeOnCompleted(continuation);
    }
}
