using System.Diagnostics;

namespace Pool.Runtime.Sessions;

/// <summary>The stack of whoever asked for a lease, without the pool's own frames above it.</summary>
internal static class BorrowerStack
{
    public static string Capture()
    {
        var frames = new StackTrace(fNeedFileInfo: true).GetFrames();
        // By their types: how many frames of the pool there are depends on what the JIT has inlined by now.
        var first = Array.FindIndex(frames, frame => !IsOfThePool(frame));
        return first < 0 ? "" : new StackTrace(frames[first..]).ToString();
    }

    private static bool IsOfThePool(StackFrame frame)
    {
        var type = frame.GetMethod()?.DeclaringType;
        while (type?.DeclaringType is { } outer)
            type = outer;
        return type == typeof(SessionPool) || type == typeof(BorrowerStack);
    }
}
