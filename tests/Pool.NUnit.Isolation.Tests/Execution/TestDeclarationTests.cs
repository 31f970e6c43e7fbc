using System.Reflection;
using Pool.NUnit.Isolation.Execution;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Tests.Execution;

internal sealed class TestDeclarationTests
{
    [TestCase(nameof(Declarations.Nothing), "Integration")]
    [TestCase(nameof(Declarations.Mock), "Layer1,Unit")]
    [TestCase(nameof(Declarations.Bridge), "Layer2")]
    [TestCase(nameof(Declarations.Full), "Layer3,System")]
    [TestCase(nameof(Declarations.Chaos), "Chaos,Integration")]
    [TestCase(nameof(Declarations.All), "Chaos,Performance,Layer3,System")]
    [TestCase(nameof(Declarations.AllTurned), "Chaos,Performance,Layer3,System")]
    public void Categories_follow_from_attributes_and_layer(string method, string categories) =>
        string.Join(',', CategoriesOf(Of(method))).ShouldBe(categories);

    [Test]
    public void One_attribute_leads_whatever_their_order()
    {
        Of(nameof(Declarations.All)).Lead.ShouldBe(Of(nameof(Declarations.AllTurned)).Lead);
        Of(nameof(Declarations.All)).Problem.ShouldBeNull();
    }

    [Test]
    public void Pool_is_that_of_the_layer_unless_an_attribute_says_otherwise()
    {
        PoolOptions mock = Of(nameof(Declarations.Nothing)).PoolOptions(TestLayer.Mock, "p");
        (mock.Size, mock.MaxOverflow, mock.CommandTimeout).ShouldBe((1, 0, TimeSpan.FromSeconds(1)));
        PoolOptions bridge = Of(nameof(Declarations.Nothing)).PoolOptions(TestLayer.Bridge, "p");
        (bridge.Size, bridge.MaxOverflow, bridge.CommandTimeout).ShouldBe((2, 1, TimeSpan.FromSeconds(5)));
        PoolOptions full = Of(nameof(Declarations.Nothing)).PoolOptions(TestLayer.Full, "p");
        (full.Size, full.MaxOverflow, full.CommandTimeout, full.StartTimeout).ShouldBe((3, 2, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15)));
        PoolOptions chosen = Of(nameof(Declarations.All)).PoolOptions(TestLayer.Full, "p");
        (chosen.Size, chosen.MaxOverflow, chosen.Name).ShouldBe((5, 0, "p"));
    }

    [TestCase(nameof(Declarations.Disagree), "Layer is Bridge in [Chaos] and Full in [IsolatedTest]")]
    [TestCase(nameof(Declarations.Disagree), "PoolSize is 2 in [Chaos] and 3 in [IsolatedTest]")]
    [TestCase(nameof(Declarations.OutOfRange), "PoolSize is -1")]
    [TestCase(nameof(Declarations.OutOfRange), "Count is 0")]
    [TestCase(nameof(Declarations.OutOfRange), "EveryMs is -1")]
    [TestCase(nameof(Declarations.OutOfRange), "RecoverWithinMs is 0")]
    [TestCase(nameof(Declarations.OutOfRange), "HangMs is 0")]
    [TestCase(nameof(Declarations.OutOfRange), "MinSuccessRate is NaN")]
    [TestCase(nameof(Declarations.OutOfRange), "Clients is 0")]
    [TestCase(nameof(Declarations.OutOfRange), "DurationMs is 0")]
    [TestCase(nameof(Declarations.OutOfRange), "Warmup is -1")]
    [TestCase(nameof(Declarations.OutOfRange), "'p98' is no metric")]
    public void Everything_wrong_is_said_at_once(string method, string message) => Of(method).Problem!.ShouldContain(message);

    private static IEnumerable<string> CategoriesOf(TestDeclaration test) =>
        TestCategories.Of(test.Layer, test.Chaos is not null, test.Performance is not null);

    private static TestDeclaration Of(string method) =>
        TestDeclaration.Of(typeof(Declarations).GetMethod(method, BindingFlags.Public | BindingFlags.Static)!);

    // Not a fixture: abstract, so NUnit runs none of these.
    private abstract class Declarations
    {
        [IsolatedTest]
        public static void Nothing() => throw new NotSupportedException();

        [IsolatedTest(Layer = TestLayer.Mock)]
        public static void Mock() => throw new NotSupportedException();

        [IsolatedTest(Layer = TestLayer.Bridge)]
        public static void Bridge() => throw new NotSupportedException();

        [IsolatedTest(Layer = TestLayer.Full)]
        public static void Full() => throw new NotSupportedException();

        [Chaos(Fault.WorkerCrash)]
        public static void Chaos() => throw new NotSupportedException();

        [IsolatedTest(Layer = TestLayer.Full, PoolSize = 5)]
        [Chaos(Fault.WorkerCrash, MaxOverflow = 0)]
        [Performance(Layer = TestLayer.Full)]
        public static void All() => throw new NotSupportedException();

        [Performance(Layer = TestLayer.Full)]
        [Chaos(Fault.WorkerCrash)]
        [IsolatedTest(Layer = TestLayer.Full)]
        public static void AllTurned() => throw new NotSupportedException();

        [IsolatedTest(Layer = TestLayer.Full, PoolSize = 3)]
        [Chaos(Fault.WorkerCrash, Layer = TestLayer.Bridge, PoolSize = 2)]
        public static void Disagree() => throw new NotSupportedException();

        [IsolatedTest(PoolSize = -1)]
        [Chaos(Fault.WorkerCrash, Count = 0, EveryMs = -1, RecoverWithinMs = 0, HangMs = 0, MinSuccessRate = double.NaN)]
        [Performance(Clients = 0, DurationMs = 0, Warmup = -1, Thresholds = "p98 < 1ms")]
        public static void OutOfRange() => throw new NotSupportedException();
    }
}
