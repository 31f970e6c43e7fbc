using System.Text;

namespace Pool.NUnit.Isolation.Timeouts;

/// <summary>Where a process was.</summary>
/// <param name="Thread">Frames of the test's thread, the innermost first.</param>
/// <param name="Flows">The test's asynchronous methods that wait: the innermost first, then who awaits it.</param>
/// <param name="Others">Frames of all other threads.</param>
/// <param name="Problem">Why there is nothing; null when there is.</param>
internal sealed record StackReport(
    IReadOnlyList<string> Thread, IReadOnlyList<IReadOnlyList<string>> Flows, IReadOnlyList<IReadOnlyList<string>> Others, string? Problem = null)
{
    private const int FramesInMessage = 8;
    private const int FlowsInMessage = 5;

    public static StackReport None(string reason) => new([], [], [], $"Its stacks could not be read: {reason}");

    /// <summary>A few lines for the test's message.</summary>
    public string Summary()
    {
        if (Problem is not null)
        {
            return Problem;
        }

        StringBuilder text = new();
        IReadOnlyList<string>[] flows = [.. Flows.Where(static flow => flow.Any(IsUsers)).Take(FlowsInMessage)];
        // A thread that waits for an asynchronous body says nothing that its flows don't say better.
        if (flows.Length == 0 && UsersFrames(Thread).Take(FramesInMessage).ToArray() is { Length: > 0 } frames)
        {
            text.AppendLine("It was here:");
            Append(text, frames);
        }

        foreach (IReadOnlyList<string> flow in flows)
        {
            text.AppendLine("It awaited in:");
            Append(text, flow.Take(FramesInMessage));
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>Everything, for a file.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        if (Problem is not null)
        {
            text.AppendLine(Problem);
        }

        text.AppendLine("Thread of the test:");
        Append(text, Thread);
        foreach (IReadOnlyList<string> flow in Flows)
        {
            text.AppendLine().AppendLine("Asynchronous method of the test that waits, and who awaits it:");
            Append(text, flow);
        }

        foreach (IReadOnlyList<string> thread in Others)
        {
            text.AppendLine().AppendLine("Another thread:");
            Append(text, thread);
        }

        return text.ToString();
    }

    // NUnit's own way to the body is the same for every test.
    private static IEnumerable<string> UsersFrames(IReadOnlyList<string> frames) =>
        frames.TakeWhile(static frame => !frame.StartsWith("NUnit.Framework.Internal.", StringComparison.Ordinal)
            && !frame.StartsWith("System.Reflection.", StringComparison.Ordinal)
            && !frame.StartsWith("System.RuntimeMethodHandle.", StringComparison.Ordinal));

    private static bool IsUsers(string frame) =>
        !frame.StartsWith("System.", StringComparison.Ordinal) && !frame.StartsWith("Pool.Runtime.", StringComparison.Ordinal);

    private static void Append(StringBuilder text, IEnumerable<string> frames)
    {
        foreach (string frame in frames)
        {
            text.Append("   at ").AppendLine(frame);
        }
    }
}
