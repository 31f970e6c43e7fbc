using System.Text.RegularExpressions;
using Microsoft.Diagnostics.Runtime;

namespace Pool.StackReader;

/// <summary>
/// What the asynchronous methods of one test wait for. A method that waits is a state machine on the heap; the execution
/// context that it will go on in says which test it belongs to, and its continuation is the method that awaits it.
/// </summary>
internal static partial class AsyncStacks
{
    private const int MaxFlows = 50;
    private const int MaxDepth = 100;

    // The plugin's, which the flow of a test carries; the path from it to the test's id is in TestIdOf.
    private const string Execution = "Pool.NUnit.Isolation.Execution.IsolatedExecution";

    public static IReadOnlyList<IReadOnlyList<string>> Of(ClrRuntime runtime, string testId)
    {
        Dictionary<ulong, ClrObject> waiting = [];
        foreach (ClrObject box in runtime.Heap.EnumerateObjects())
        {
            if (box.Type?.Name?.Contains("+AsyncStateMachineBox<", StringComparison.Ordinal) == true && IsWaitingFor(box, testId))
            {
                waiting[box.Address] = box;
            }
        }

        HashSet<ulong> awaiting = [.. waiting.Values.Select(Awaiter).Where(static address => address != 0)];
        return
        [
            .. waiting.Values.Where(box => !awaiting.Contains(box.Address))
                .Select(box => Chain(box, waiting))
                .Take(MaxFlows),
        ];
    }

    // The process was stopped wherever it was: an object may be half made.
    private static bool IsWaitingFor(ClrObject box, string testId)
    {
        try
        {
            return IsSuspended(box) && IsOf(box, testId);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    private static List<string> Chain(ClrObject innermost, Dictionary<ulong, ClrObject> waiting)
    {
        List<string> names = [];
        ClrObject box = innermost;
        do
        {
            names.Add(Name(box));
        }
        while (names.Count < MaxDepth && waiting.TryGetValue(Awaiter(box), out box));

        return names;
    }

    // Completed ones lie about until they are collected; their state is negative, as is that of one that has not begun.
    private static bool IsSuspended(ClrObject box)
    {
        if (box.Type?.GetFieldByName("StateMachine") is not { } field)
        {
            return false;
        }

        return field.IsValueType
            ? box.ReadValueTypeField("StateMachine").ReadField<int>("<>1__state") >= 0
            : box.ReadObjectField("StateMachine").ReadField<int>("<>1__state") >= 0;
    }

    private static ulong Awaiter(ClrObject box) =>
        box.Type?.GetFieldByName("m_continuationObject") is null ? 0 : box.ReadObjectField("m_continuationObject").Address;

    private static bool IsOf(ClrObject box, string testId)
    {
        // Where a task keeps its caller's state object, which a state machine has none of.
        if (box.ReadObjectField("m_stateObject") is not { IsNull: false } context || context.Type?.GetFieldByName("m_localValues") is null)
        {
            return false;
        }

        // The map of local values has a class for each number of them, some of which hold an array.
        ClrObject values = context.ReadObjectField("m_localValues");
        return !values.IsNull && values.EnumerateReferences()
            .SelectMany(static value => value.IsArray ? value.EnumerateReferences() : [value])
            .Any(value => value.Type?.Name == Execution && TestIdOf(value) == testId);
    }

    private static string? TestIdOf(ClrObject execution)
    {
        ClrObject environment = execution.ReadObjectField("<Environment>k__BackingField");
        return environment.IsNull ? null : environment.ReadObjectField("_identity").ReadStringField("<TestId>k__BackingField");
    }

    private static string Name(ClrObject box)
    {
        string machine = box.Type?.GetFieldByName("StateMachine")?.Type?.Name ?? box.Type?.Name ?? "?";
        Match method = MethodOfMachine().Match(machine);
        return method.Success ? $"{method.Groups["type"].Value}.{method.Groups["method"].Value}" : machine;
    }

    // The compiler calls the machine of Method in Type "Type+<Method>d__7".
    [GeneratedRegex(@"^(?<type>.+)\+<(?<method>[^>]+)>d(?:__\d+)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MethodOfMachine();
}
