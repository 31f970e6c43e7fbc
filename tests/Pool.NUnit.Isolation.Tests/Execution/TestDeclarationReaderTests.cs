using System.Reflection;
using Pool.NUnit.Isolation.Execution;

namespace Pool.NUnit.Isolation.Tests.Execution;

internal sealed class TestDeclarationReaderTests
{
    [Test]
    public void Value_of_the_fixture_counts_where_the_method_names_none()
    {
        TestDeclaration silent = Read(nameof(Fixture.Plain));
        (silent.Lead, silent.Level).ShouldBe((typeof(IsolatedTestAttribute), DeclarationLevel.Fixture));
        (silent.Layer, silent.PoolSize, silent.MaxOverflow, silent.TimeLimit).ShouldBe((TestLayer.Bridge, 3, 1, TimeSpan.FromSeconds(5)));

        TestDeclaration named = Read(nameof(Fixture.Named));
        named.Level.ShouldBe(DeclarationLevel.Method);
        (named.Layer, named.PoolSize, named.MaxOverflow, named.TimeLimit).ShouldBe((TestLayer.Bridge, 2, 1, TimeSpan.FromSeconds(1)));
    }

    [Test]
    public void Attribute_of_the_method_acts_for_that_of_the_fixture() => Read(nameof(Fixture.Chaos)).Lead.ShouldBe(typeof(ChaosAttribute));

    [Test]
    public void Fixture_that_inherits_the_attribute_has_its_values() => Read(nameof(Fixture.Plain), typeof(Derived)).PoolSize.ShouldBe(4);

    [Test]
    public void Method_without_any_is_no_isolated_test()
    {
        TestDeclaration none = TestDeclarationReader.Read(typeof(TestDeclarationReaderTests).GetMethod(nameof(Method_without_any_is_no_isolated_test))!);
        (none.Lead, none.Level, none.TimeLimit, none.Problem).ShouldBe((null, DeclarationLevel.None, null, null));
    }

    [TestCase(nameof(Fixture.OtherLayer), "Layer is Full on the method and Bridge on its fixture")]
    [TestCase(nameof(Fixture.Negative), "TimeoutMs is -1")]
    [TestCase(nameof(Fixture.TwoDays), "TimeoutMs is 172800000")]
    [TestCase(nameof(Fixture.LoadTooLong), "TimeoutMs is 1000, but the load alone takes DurationMs = 1000")]
    public void What_cannot_be_is_a_problem(string method, string problem) => Read(method).Problem!.ShouldContain(problem);

    private static TestDeclaration Read(string method, Type? fixture = null) =>
        TestDeclarationReader.Read((fixture ?? typeof(Fixture)).GetMethod(method, BindingFlags.Public | BindingFlags.Instance)!);

    // Not fixtures for NUnit: abstract, so it runs none of these.
    [IsolatedTest(Layer = TestLayer.Bridge, PoolSize = 3, MaxOverflow = 1, TimeoutMs = 5_000)]
    private abstract class Fixture
    {
        public void Plain() => throw new NotSupportedException();

        [IsolatedTest(PoolSize = 2, TimeoutMs = 1_000)]
        public void Named() => throw new NotSupportedException();

        [Chaos(Fault.WorkerCrash)]
        public void Chaos() => throw new NotSupportedException();

        [IsolatedTest(Layer = TestLayer.Full)]
        public void OtherLayer() => throw new NotSupportedException();

        [IsolatedTest(TimeoutMs = -1)]
        public void Negative() => throw new NotSupportedException();

        [IsolatedTest(TimeoutMs = 172_800_000)]
        public void TwoDays() => throw new NotSupportedException();

        [Performance(DurationMs = 1_000, TimeoutMs = 1_000)]
        public void LoadTooLong() => throw new NotSupportedException();
    }

    [IsolatedTest(PoolSize = 4)]
    private abstract class Derived : Fixture;
}
