using Pool.Runtime;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Scripting.Demo;

/// <summary>A demo command.</summary>
/// <param name="Kind">What it does to the world.</param>
/// <param name="Required">Arguments it needs.</param>
/// <param name="Optional">Arguments it may get.</param>
/// <param name="Run">Answers a call.</param>
internal sealed record DemoCommand(
    CommandKind Kind,
    string[] Required,
    string[] Optional,
    Func<DemoCall, ValueTask<InProcessReply>> Run)
{
    /// <summary>Whether it takes any arguments, unchecked.</summary>
    public bool TakesAnything { get; init; }

    public static DemoCommand Of(CommandKind kind, string[] required, string[] optional, Func<DemoCall, object?> run) =>
        new(kind, required, optional, call => ValueTask.FromResult(InProcessReply.Success(run(call))));

    /// <summary>Checks that the arguments fit the command.</summary>
    public void Check(string name, DemoCall call)
    {
        if (TakesAnything)
        {
            return;
        }

        string[] all = [.. Required, .. Optional];
        string takes = all.Length == 0 ? "none" : string.Join(", ", all.Order(StringComparer.Ordinal));
        foreach (string argument in Required.Order(StringComparer.Ordinal))
        {
            if (!call.Args.ContainsKey(argument))
            {
                throw DemoErrorException.InvalidArguments($"The command '{name}' needs the argument '{argument}' (it takes: {takes}).");
            }
        }

        foreach (string argument in call.Args.Keys.Order(StringComparer.Ordinal))
        {
            if (!all.Contains(argument, StringComparer.Ordinal))
            {
                throw DemoErrorException.InvalidArguments($"The command '{name}' has no argument '{argument}' (it takes: {takes}).");
            }
        }
    }
}
