using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Pool.Runtime.Tests.Model;

/// <summary>
/// Random plans, taken step by step by a pool and by a model of it. <c>POOL_SEED=17</c> replays a run, <c>POOL_SEED=1-50</c>
/// takes many; a plan that fails is printed at its smallest.
/// </summary>
[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
internal sealed class SessionPoolModelTests(Transport transport)
{
    // Two adapters, four runs, 200 plans of 120 steps each: 192,000 steps, of which seven in ten find something to do.
    private const int PlansPerRun = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PatienceWhileShrinking = TimeSpan.FromSeconds(2);

    [TestCaseSource(nameof(Seeds))]
    [Category("Repetition")]
    public void Pool_does_what_its_model_does(int seed) => TakePlans(seed, PlansPerRun);

    // What one can have in a fraction of a second, beside the tests that name what they expect.
    [Test]
    public void Pool_does_what_its_model_does_in_a_few_plans() => TakePlans(seed: 17, plans: 40);

    private void TakePlans(int seed, int plans)
    {
        var (operations, hasFailed) = (0, false);
        void Run(Plan plan)
        {
            var run = new PlanRun(plan, transport, hasFailed ? PatienceWhileShrinking : Patience);
            try
            {
#pragma warning disable VSTHRD002 // FsCheck drives; nothing of the run needs this thread.
                Task.Run(run.RunAsync).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            }
            catch (Exception e)
            {
                if (!hasFailed)
                    TestContext.Out.WriteLine($"Before it was made smaller: {e.Message}");
                hasFailed = true;
                throw;
            }
            finally
            {
                operations += run.Operations;
            }
        }

        TestContext.Out.WriteLine($"POOL_SEED={seed} takes these plans again.");
        var config = Config.QuickThrowOnFailure.WithMaxTest(plans)
            .WithReplay(new Replay(new Rnd((ulong)seed), Microsoft.FSharp.Core.FSharpOption<int>.None));

        Check.One($"POOL_SEED={seed}", config, Prop.ForAll(Plans.Arbitrary, (Action<Plan>)Run));

        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{operations} operations in {plans} plans."));
        operations.ShouldBeGreaterThan(plans * Plans.StepsPerPlan / 2);
    }

    private static IEnumerable<int> Seeds()
    {
        if (Environment.GetEnvironmentVariable("POOL_SEED") is not { Length: > 0 } given)
            return Enumerable.Range(1, 4);
        var ends = given.Split('-');
        var first = int.Parse(ends[0], CultureInfo.InvariantCulture);
        return Enumerable.Range(first, int.Parse(ends[^1], CultureInfo.InvariantCulture) - first + 1);
    }
}
