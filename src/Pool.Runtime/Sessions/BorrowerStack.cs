using System.Diagnostics;

namespace Pool.Runtime.Sessions;

/// <summary>The stack of whoever asked for a lease, without the pool's own frames above it.</summary>
internal static class BorrowerStack
{
    /// <param name="pool">The type whose frames, and those of the types in it, are left out.</param>
    public static string Capture(Type pool)
    {
        var frames = new StackTrace(fNeedFileInfo: true).GetFrames();
        // By their types: how many frames of the pool there are depends on what the JIT has inlined by now.
        var first = Array.FindIndex(frames, frame => !IsOf(pool, frame));
        return first < 0 ? "" : new StackTrace(frames[first..]).ToString();
    }

    private static bool IsOf(Type pool, StackFrame frame)
    {
        var type = frame.GetMethod()?.DeclaringType;
        while (type?.DeclaringType is { } outer)
            type = outer;
        return type == pool || type == typeof(BorrowerStack);
    }
}
