using FsCheck;
using FsCheck.Fluent;

namespace Pool.Runtime.Tests.Model;

/// <summary>Random plans, and how one that fails is made smaller: by leaving steps out, then by smaller numbers.</summary>
internal static class Plans
{
    public const int StepsPerPlan = 120;

    private static readonly Gen<int> Number = Gen.Choose(0, 999);

    // Work and answers far more often than what turns everything over.
    private static readonly Gen<StepKind> Kind = Gen.Frequency<StepKind>(
        (20, Gen.Constant(StepKind.Execute)),
        (3, Gen.Constant(StepKind.Stream)),
        (4, Gen.Constant(StepKind.Batch)),
        (7, Gen.Constant(StepKind.Lease)),
        (7, Gen.Constant(StepKind.ExecuteOnLease)),
        (6, Gen.Constant(StepKind.Return)),
        (3, Gen.Constant(StepKind.EndSession)),
        (6, Gen.Constant(StepKind.Cancel)),
        (28, Gen.Constant(StepKind.Answer)),
        (3, Gen.Constant(StepKind.Chunk)),
        (2, Gen.Constant(StepKind.CrashIdle)),
        (16, Gen.Constant(StepKind.EndStart)),
        (2, Gen.Constant(StepKind.Resize)),
        (1, Gen.Constant(StepKind.Clear)),
        (8, Gen.Constant(StepKind.Wait)));

    public static Arbitrary<Plan> Arbitrary { get; } = Arb.From(Generate(), Shrink);

    private static Gen<Plan> Generate()
    {
        var setting =
            from size in Gen.Choose(1, 3)
            from overflow in Gen.Choose(0, 2)
            from queue in Gen.Choose(2, 20)
            from order in Gen.Choose(0, 1)
            from affinity in Gen.Choose(0, 2)
            from replay in Gen.Choose(0, 4)
            from lazy in Gen.Choose(0, 3)
            from retires in Gen.Choose(0, 1)
            from grace in Gen.Choose(0, 3)
            select new Setting(
                size, overflow, queue, (WorkerOrder)order, (SessionAffinity)affinity, replay, lazy == 0, retires == 0, grace < 2 ? 0 : (grace * 20) + 5);
        var step = from kind in Kind from a in Number from b in Number select new Step(kind, a, b);
        // One plan in four is drained in its midst.
        return
            from chosen in setting
            from before in step.ArrayOf(StepsPerPlan)
            from drained in Gen.Choose(0, 4 * StepsPerPlan)
            from a in Number
            select new Plan(chosen, [.. before.Take(drained), .. drained < StepsPerPlan ? [new Step(StepKind.Drain, a, 0)] : Array.Empty<Step>(), .. before.Skip(drained)]);
    }

    private static IEnumerable<Plan> Shrink(Plan plan)
    {
        for (var length = plan.Steps.Count / 2; length > 0; length /= 2)
        {
            for (var start = 0; start < plan.Steps.Count; start += length)
                yield return plan with { Steps = [.. plan.Steps.Take(start), .. plan.Steps.Skip(start + length)] };
        }

        for (var i = 0; i < plan.Steps.Count; i++)
        {
            foreach (var smaller in Smaller(plan.Steps[i]))
                yield return plan with { Steps = [.. plan.Steps.Take(i), smaller, .. plan.Steps.Skip(i + 1)] };
        }
    }

    private static IEnumerable<Step> Smaller(Step step)
    {
        if (step.A > 0)
            yield return step with { A = 0 };
        if (step.A > 9)
            yield return step with { A = step.A % 10 };
        if (step.B > 0)
            yield return step with { B = 0 };
        if (step.B > 9)
            yield return step with { B = step.B % 10 };
    }
}
