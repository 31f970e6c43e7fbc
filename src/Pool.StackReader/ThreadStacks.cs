using Microsoft.Diagnostics.Runtime;

namespace Pool.StackReader;

/// <summary>Managed frames of threads.</summary>
internal static class ThreadStacks
{
    // An endless recursion has millions.
    private const int MaxFrames = 200;
    private const int MaxThreads = 100;

    public static IReadOnlyList<string> Of(ClrRuntime runtime, int managedId) =>
        runtime.Threads.FirstOrDefault(thread => thread.ManagedThreadId == managedId) is { } found ? Frames(found) : [];

    public static IReadOnlyList<IReadOnlyList<string>> OfOthers(ClrRuntime runtime, int managedId) =>
    [
        .. runtime.Threads.Where(thread => thread.ManagedThreadId != managedId && thread.IsAlive)
            .Select(Frames)
            .Where(static frames => frames.Count > 0)
            .Take(MaxThreads),
    ];

    private static IReadOnlyList<string> Frames(ClrThread thread) =>
        [.. thread.EnumerateStackTrace().Select(static frame => frame.Method?.Signature).OfType<string>().Take(MaxFrames)];
}
