using Pool.Protocol.Conformance.Requirements;

namespace Pool.Protocol.Conformance;

/// <summary>One run from the command line: prints and returns the exit code.</summary>
internal static class ConformanceRun
{
    private const int Conforms = 0;
    private const int Fails = 1;
    private const int Misused = 2;

    public static async Task<int> RunAsync(string[] line, TextWriter output, TextWriter errors)
    {
        Invocation invocation;
        try
        {
            invocation = Invocation.Parse(line);
        }
        catch (FormatException misused)
        {
            await errors.WriteLineAsync($"{misused.Message}\n{Invocation.Usage}");
            return Misused;
        }

        return invocation.List ? await ListAsync(invocation, output) : await JudgeAsync(invocation, output);
    }

    private static async Task<int> ListAsync(Invocation invocation, TextWriter output)
    {
        foreach (Requirement requirement in invocation.Requirements)
        {
            string what = requirement.DutyOfTheHost is { } reason
                ? $"duty of the host: {reason}"
                : string.Join("; ", requirement.Parts.Select(part => part.Name));
            await output.WriteLineAsync($"{requirement.Number} | {requirement.Claim} | {what}");
        }

        return Conforms;
    }

    private static async Task<int> JudgeAsync(Invocation invocation, TextWriter output)
    {
        using var suite = new ConformanceSuite(invocation.Worker!, invocation.Patience, Environment.ProcessorCount);
        var counts = new Dictionary<Outcome, int>();
        await foreach (Verdict verdict in suite.RunAsync(invocation.Requirements))
        {
            counts[verdict.Outcome] = counts.GetValueOrDefault(verdict.Outcome) + 1;
            await output.WriteLineAsync(verdict.ToString());
        }

        await output.WriteLineAsync(
            $"{counts.GetValueOrDefault(Outcome.Passed)} passed, {counts.GetValueOrDefault(Outcome.PassedInPart)} passed in part, "
            + $"{counts.GetValueOrDefault(Outcome.Failed)} failed, {counts.GetValueOrDefault(Outcome.NotApplicable)} not applicable");
        return counts.ContainsKey(Outcome.Failed) ? Fails : Conforms;
    }
}
