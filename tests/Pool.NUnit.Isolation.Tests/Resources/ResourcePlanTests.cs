using System.Reflection;
using Pool.NUnit.Isolation.Resources;
using Pool.NUnit.Isolation.Tests.Resources.Scripted;

namespace Pool.NUnit.Isolation.Tests.Resources;

internal sealed class ResourcePlanTests
{
    [Test]
    public void Resources_know_what_they_take()
    {
        ResourcePlan plan = ResourcePlan.Of([Assembly<Top>(), Assembly<Left>(), Assembly<Right>(), Assembly<Root>()]);
        plan.Problem.ShouldBeNull();
        PlannedResource top = plan.Resources.Single(static r => r.Type == typeof(Top));
        top.Dependencies.Select(static d => d.Type).ShouldBe([typeof(Left), typeof(Right)]);
        top.Dependencies[0].Dependencies[0].ShouldBeSameAs(top.Dependencies[1].Dependencies[0]);
        top.Needs(top.Dependencies[1].Dependencies[0]).ShouldBeTrue();
        top.Dependencies[0].Needs(top).ShouldBeFalse();
    }

    [Test]
    public void Nearest_declaration_counts_for_the_test_and_not_for_what_is_declared_further_out()
    {
        ResourcePlan plan = ResourcePlan.Of([Assembly<Root>(ResourceLifetime.Run), Assembly<Left>(), On<Root>(ResourcePlace.Method)]);
        plan.Resources.Single(static r => r.Type == typeof(Root)).Declaration.Lifetime.ShouldBe(ResourceLifetime.Test);
        plan.Resources.Single(static r => r.Type == typeof(Left)).Dependencies.ShouldHaveSingleItem().Declaration.Lifetime.ShouldBe(ResourceLifetime.Run);
    }

    [Test]
    public void Of_a_base_class_and_the_fixture_the_fixture_counts() =>
        ResourcePlan.Of([On<Root>(ResourcePlace.Fixture), On<Root>(ResourcePlace.Fixture, ResourceLifetime.Fixture)])
            .Resources.ShouldHaveSingleItem().Declaration.Lifetime.ShouldBe(ResourceLifetime.Fixture);

    [Test]
    public void Only_what_is_declared_on_the_assembly_waits_to_be_asked_for()
    {
        ResourcePlan.Of([Assembly<Root>()]).Resources[0].IsStartedUnasked.ShouldBeFalse();
        ResourcePlan.Of([On<Root>(ResourcePlace.Fixture)]).Resources[0].IsStartedUnasked.ShouldBeTrue();
    }

    [TestCase(ResourcePlace.Assembly, ResourceLifetime.Fixture, "Root is declared with lifetime Fixture on the assembly, which can't end it. Put it onto the fixture or a base class of it.")]
    [TestCase(ResourcePlace.Fixture, ResourceLifetime.Run, "Root is declared with lifetime Run on the fixture, which can't end it. Write [assembly: UseResource<Root>(ResourceLifetime.Run)].")]
    [TestCase(ResourcePlace.Method, ResourceLifetime.Fixture, "on the method, which can't end it")]
    [TestCase(ResourcePlace.Fixture, (ResourceLifetime)9, "It is Test, Fixture, Assembly or Run.")]
    public void Lifetime_that_its_place_cannot_end_is_refused(object place, ResourceLifetime lifetime, string message) =>
        ResourcePlan.Of([On<Root>((ResourcePlace)place, lifetime)]).Problem.ShouldNotBeNull().ShouldContain(message);

    [Test]
    public void Shorter_lifetime_inside_a_longer_one_is_refused() =>
        ResourcePlan.Of([Assembly<Root>(ResourceLifetime.Test), Assembly<Left>(ResourceLifetime.Run)]).Problem.ShouldBe(
            "Left (run) takes Root (test), which ends before it does. Give Root a lifetime of Run or longer, or Left a shorter one.");

    [Test]
    public void Undeclared_resource_is_refused() =>
        ResourcePlan.Of([Assembly<Left>(), On<Root>(ResourcePlace.Fixture)]).Problem.ShouldBe(
            "Left (assembly) takes Root, which is not declared where Left is, nor further out. Add [UseResource<Root>(...)] there, with a lifetime of Assembly or longer.");

    [Test]
    public void Circle_is_refused_and_named() =>
        ResourcePlan.Of([Assembly<Egg>(), Assembly<Hen>(), Assembly<Farm>()]).Problem.ShouldBe(
            "Resources take each other in a circle, so none can be started first: Egg -> Hen -> Egg. Take one of them out of a constructor.");

    [Test]
    public void Service_in_what_lives_longer_than_a_test_is_refused()
    {
        ResourcePlan.Of([Assembly<WithService>()]).Problem.ShouldBe(
            "WithService (assembly) takes a Uri in its constructor. What lives longer than a test has no container and takes only other resources.");
        ResourcePlan.Of([Assembly<WithService>(ResourceLifetime.Test)]).Problem.ShouldBeNull();
    }

    [TestCase(typeof(Disposable), "Disposable can be disposed, so that the container of the first test to use it would dispose it for all.")]
    [TestCase(typeof(ScriptedResource), "ScriptedResource is abstract")]
    [TestCase(typeof(TwoConstructors), "TwoConstructors has 2 public constructors")]
    public void Class_that_can_be_no_resource_is_refused(Type type, string message) =>
        ResourcePlan.Of([new ResourceDeclaration(type, ResourceLifetime.Test, ResourcePlace.Method, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1))])
            .Problem.ShouldNotBeNull().ShouldStartWith(message);

    [TestCase(0, 1, "Root may take 0 ms to start; the limit is 1 to 3600000 ms.")]
    [TestCase(1, 3_600_001, "Root may take 3600001 ms to stop; the limit is 1 to 3600000 ms.")]
    public void Deadline_out_of_range_is_refused(int start, int stop, string message) =>
        ResourcePlan.Of([ResourceDeclaration.Of(
            new UseResourceAttribute<Root>(ResourceLifetime.Test) { StartTimeoutMs = start, StopTimeoutMs = stop }, ResourcePlace.Method)])
            .Problem.ShouldBe(message);

    [Test]
    public void Attribute_is_for_fixtures_and_assemblies_of_any_number() =>
        typeof(UseResourceAttribute<>).GetCustomAttribute<AttributeUsageAttribute>()!.AllowMultiple.ShouldBeTrue();

    private static ResourceDeclaration Assembly<T>(ResourceLifetime lifetime = ResourceLifetime.Assembly) => On<T>(ResourcePlace.Assembly, lifetime);

    private static ResourceDeclaration On<T>(ResourcePlace place, ResourceLifetime lifetime = ResourceLifetime.Test) =>
        new(typeof(T), lifetime, place, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    private abstract class Nothing : IAsyncTestResource
    {
        public ValueTask StartAsync(TestResourceContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask StopAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class Egg(Hen hen) : Nothing
    {
        public Hen Hen => hen;
    }

    private sealed class Hen(Egg egg) : Nothing
    {
        public Egg Egg => egg;
    }

    private sealed class Farm(Hen hen) : Nothing
    {
        public Hen Hen => hen;
    }

    private sealed class WithService(Uri service) : Nothing
    {
        public Uri Service => service;
    }

    private sealed class Disposable : Nothing, IDisposable
    {
        public void Dispose()
        {
            // Only that it could be.
        }
    }

    private sealed class TwoConstructors : Nothing
    {
        public TwoConstructors()
        {
        }

        public TwoConstructors(Root root) => Root = root;

        public Root? Root { get; }
    }
}
