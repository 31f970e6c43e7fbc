using Pool.Reporting.Baselines;
using Pool.Reporting.Records;

namespace Pool.Reporting.Tool;

/// <summary><c>pool-report accept</c>: all benchmarks of the run, or none.</summary>
internal sealed class AcceptAction(TextWriter output, TextWriter errors)
{
    internal int Run(string directory, string? runId, string baselinePath, bool force)
    {
        var candidates = Candidate.Of(RunRecords.Load(directory, runId)).ToList();
        if (candidates.Count == 0)
        {
            errors.WriteLine(
                $"{directory} holds no benchmark that can be accepted: a test with a load and a calibration, in a host whose "
                + "header can be read.");
            return ExitCode.BadInput;
        }

        var refused = candidates.Where(candidate => candidate.Refusal is not null).ToList();
        if (refused.Count > 0 && !force)
        {
            foreach (var candidate in refused)
            {
                errors.WriteLine($"{candidate.Benchmark}: {candidate.Refusal!.Value.Reason}");
            }

            errors.WriteLine("Nothing was accepted. Fix the cause, or add --force to accept the run as it is.");
            return refused.Any(candidate => candidate.Refusal!.Value.Code == ExitCode.Regressed)
                ? ExitCode.Regressed
                : refused.Max(candidate => candidate.Refusal!.Value.Code);
        }

        var baseline = BaselineFile.Load(baselinePath) ?? Baseline.Empty;
        foreach (var candidate in candidates)
        {
            baseline = baseline.Add(candidate.Machine, candidate.Benchmark, candidate.Run);
        }

        BaselineFile.Save(baselinePath, baseline);
        foreach (var candidate in candidates)
        {
            var runs = baseline.RunsOf(candidate.Machine.MachineClass, candidate.Benchmark).Count;
            output.WriteLine(FormattableString.Invariant(
                $"{candidate.Benchmark}: accepted, {runs} of at most {Baseline.RunsKept} runs on '{candidate.Machine.MachineClass}'"));
        }

        output.WriteLine($"Baseline: {baselinePath}");
        return ExitCode.Ok;
    }
}
