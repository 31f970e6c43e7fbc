using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Pool.NUnit.Isolation.Hosting;
using Pool.NUnit.Isolation.Processes;
using Pool.NUnit.Isolation.Resources;
using Pool.NUnit.Isolation.Tests.Resources.Scripted;

namespace Pool.NUnit.Isolation.Tests.Resources;

/// <summary>Root is taken by Left and Right, both by Top: every way in which their starts and stops can fail.</summary>
internal sealed class ResourceScopeTests
{
    private static readonly Type[] Types = [typeof(Root), typeof(Left), typeof(Right), typeof(Top)];
    private static readonly Behaviour[] Behaviours = Enum.GetValues<Behaviour>();

    [Test]
    public async Task Whatever_fails_each_start_has_one_stop_in_reverse_order_and_each_failure_is_told([ValueSource(nameof(Behaviours))] Behaviour startOfRoot, [ValueSource(nameof(Behaviours))] Behaviour stopOfRoot)
    {
        int combinations = 0;
        foreach ((Behaviour Start, Behaviour Stop)[] rest in Rest())
        {
            await CheckAsync([(startOfRoot, stopOfRoot), .. rest]);
            combinations++;
        }

        combinations.ShouldBe(729);
    }

    [Test]
    public async Task Hundred_that_ask_at_a_time_get_the_one_that_is_started_once()
    {
        Setting setting = new("together", []);
        IAsyncTestResource[] got = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => setting.StartAsync(typeof(Top)))));
        got.Distinct().Count().ShouldBe(1);
        setting.Script.Journal.Count(static line => line == "start Root").ShouldBe(1);
        await setting.EndAsync();
    }

    [Test]
    public async Task Nothing_is_started_for_an_owner_that_has_ended()
    {
        Setting setting = new("ended", []);
        await setting.EndAsync();
        (await Should.ThrowAsync<TestResourceStartException>(() => setting.StartAsync(typeof(Root)))).Message
            .ShouldBe("Root (assembly) was asked for when the assembly ended had ended or was cancelled, so it was not started.");
        setting.Script.Journal.ShouldBeEmpty();
    }

    [Test]
    public async Task End_waits_for_a_start_that_nobody_waits_for_any_more()
    {
        Setting setting = new("abandoned", [(Behaviour.Hangs, Behaviour.GoesWell)], ImpatientTime.Never);
        Task<IAsyncTestResource> start = setting.StartAsync(typeof(Root));
        (await setting.EndAsync()).ShouldBeEmpty();
        start.IsFaulted.ShouldBeTrue();
        setting.Script.Journal.ShouldBeSubsetOf(["start Root", "stop Root"]);
        start.Exception!.InnerException!.Message.ShouldContain("when the assembly abandoned");
    }

    private static IEnumerable<(Behaviour Start, Behaviour Stop)[]> Rest()
    {
        (Behaviour, Behaviour)[] each = [.. Behaviours.SelectMany(static start => Behaviours.Select(stop => (start, stop)))];
        return from left in each from right in each from top in each select new[] { left, right, top };
    }

    private static async Task CheckAsync((Behaviour Start, Behaviour Stop)[] script)
    {
        string name = string.Join('-', script.Select(static s => string.Create(CultureInfo.InvariantCulture, $"{(int)s.Start}{(int)s.Stop}")));
        Setting setting = new(name, script);
        Dictionary<Type, Exception?> first = [];
        foreach (Type type in Types.Reverse())
        {
            first[type] = await FailureOfAsync(setting.StartAsync(type));
            (await FailureOfAsync(setting.StartAsync(type))).ShouldBeSameAs(first[type], name);
        }

        IReadOnlyList<string> atEnd = await setting.EndAsync();
        IReadOnlyList<string> journal = setting.Script.Journal;
        bool[] asked = new bool[4], started = new bool[4];
        for (int i = 0; i < 4; i++)
        {
            (Behaviour start, Behaviour stop) = script[i];
            asked[i] = Setting.TakenBy(i).All(taken => started[taken]);
            started[i] = asked[i] && start == Behaviour.GoesWell;
            journal.Count(line => line == $"start {Types[i].Name}").ShouldBe(asked[i] ? 1 : 0, name);
            journal.Count(line => line == $"stop {Types[i].Name}").ShouldBe(asked[i] ? 1 : 0, name);
            (first[Types[i]] is TestResourceStartException).ShouldBe(!started[i], name);
            atEnd.Count(message => message.Contains($"\"{Types[i].Name} (assembly)\"", StringComparison.Ordinal))
                .ShouldBe(started[i] && stop != Behaviour.GoesWell ? 1 : 0, name);
            if (asked[i] && !started[i])
            {
                first[Types[i]]!.Message.Contains("Undoing that failed as well", StringComparison.Ordinal).ShouldBe(stop != Behaviour.GoesWell, name);
            }

            if (!asked[i])
            {
                string culprit = Types[Enumerable.Range(0, i).First(j => asked[j] && !started[j])].Name;
                first[Types[i]]!.Message.ShouldContain($"{culprit} (assembly)", customMessage: name);
            }
        }

        foreach ((int taker, int taken) in Enumerable.Range(0, 4).SelectMany(static t => Setting.TakenBy(t).Select(d => (t, d))).Where(e => asked[e.t]))
        {
            IndexOf($"started {Types[taken].Name}").ShouldBeLessThan(IndexOf($"start {Types[taker].Name}"), name);
            IndexOf($"stop {Types[taker].Name}").ShouldBeLessThan(IndexOf($"stop {Types[taken].Name}"), name);
        }

        int IndexOf(string line) => journal.Index().Single(l => l.Item == line).Index;
    }

    private static async Task<Exception?> FailureOfAsync(Task task)
    {
        try
        {
            await task;
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    /// <summary>One assembly with the four resources.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "The end of the owner, which tests call, disposes it.")]
    private sealed class Setting
    {
        private readonly ResourcePlan _plan;
        private readonly SharedResourceOwner _owner;
        private readonly ResourceScope _scope;

        public Setting(string name, (Behaviour Start, Behaviour Stop)[] script, TimeSpan? startTimeout = null)
        {
            Script = new ResourceScript(name);
            ResourceDeclaration[] declarations = new ResourceDeclaration[Types.Length];
            for (int i = 0; i < Types.Length; i++)
            {
                (Behaviour start, Behaviour stop) = script.ElementAtOrDefault(i);
                Script.Behaviours[Types[i]] = (start, stop);
                declarations[i] = new ResourceDeclaration(
                    Types[i],
                    ResourceLifetime.Assembly,
                    ResourcePlace.Assembly,
                    start == Behaviour.Hangs ? startTimeout ?? ResourceScript.DeadlineOf(Types[i], isStart: true) : ImpatientTime.Never,
                    stop == Behaviour.Hangs ? ResourceScript.DeadlineOf(Types[i], isStart: false) : ImpatientTime.Never);
            }

            _plan = ResourcePlan.Of(declarations);
            TestIdentity identity = new(name, name, name, TestLayer.Unspecified, 0, 0, new ProcessTag("run", name));
            _owner = new SharedResourceOwner(ResourceLifetime.Assembly, name, identity, Script.Time);
            _scope = new ResourceScope(_owner, new ResourceProcesses(), Script.Time);
        }

        public ResourceScript Script { get; }

        public static int[] TakenBy(int resource) => resource switch
        {
            0 => [],
            3 => [1, 2],
            _ => [0],
        };

        public Task<IAsyncTestResource> StartAsync(Type type) => StartAsync(_plan.Resources.Single(r => r.Type == type));

        public async Task<IReadOnlyList<string>> EndAsync()
        {
            IReadOnlyList<string> problems = await new ResourceEnd(_scope, _owner, ProcessControl.Create(Script.Time), Script.Time).RunAsync();
            Script.Dispose();
            return problems;
        }

        private Task<IAsyncTestResource> StartAsync(PlannedResource resource) => _scope.StartAsync(resource, StartAsync, static _ => { });
    }
}
