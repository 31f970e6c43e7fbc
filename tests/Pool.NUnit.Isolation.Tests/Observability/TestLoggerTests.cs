using Microsoft.Extensions.Logging;
using Pool.NUnit.Isolation.Observability;

namespace Pool.NUnit.Isolation.Tests.Observability;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed partial class TestLoggerTests : IDisposable
{
    private readonly TestTelemetry _telemetry = TelemetryOfTest.Create();
    private readonly LoggerFactory _factory = new();

    public TestLoggerTests() => _factory.AddProvider(_telemetry.CreateLoggerProvider());

    public void Dispose() => _factory.Dispose();

    [Test]
    public void Entry_keeps_its_values_and_those_of_its_scopes()
    {
        ILogger logger = _factory.CreateLogger("orders");
        using (logger.BeginScope(new Dictionary<string, object?> { ["pool_name"] = "outer", ["tenant"] = 3 }))
        using (logger.BeginScope("plain"))
        {
            Taken(logger, 5, "w1", new InvalidOperationException("cause"));
        }

        CapturedLog entry = _telemetry.Logs.ShouldHaveSingleItem();
        (entry.TestId, entry.Sequence, entry.Level, entry.Category, entry.EventId.Id).ShouldBe(("t1", 1, LogLevel.Warning, "orders", 11));
        entry.Message.ShouldBe("Order 5 by w1");
        entry["order"].ShouldBe(5);
        entry["tenant"].ShouldBe(3);
        entry["Scope"].ShouldBe("plain");
        entry["nothing"].ShouldBeNull();
        (entry.PoolName, entry.WorkerId).ShouldBe(("outer", "w1"));
        entry.Exception.ShouldBeOfType<InvalidOperationException>();
        entry.ToString().ShouldContain("[Warning] orders[11] test_id=t1 pool_name=outer worker_id=w1 tenant=3 Scope=plain: Order 5 by w1");
        entry.ToString().ShouldContain($"{Environment.NewLine}    System.InvalidOperationException: cause");
    }

    [Test]
    public void Value_that_changes_later_or_cannot_be_written_does_not_matter()
    {
        List<int> numbers = [1];
        ILogger logger = _factory.CreateLogger("c");
        Object(logger, new Holder(numbers));
        numbers.Add(2);

        CapturedLog entry = _telemetry.Logs.ShouldHaveSingleItem();
        entry["value"].ShouldBe("1 numbers");
        Object(logger, new Broken());
        _telemetry.Logs[^1]["value"].ShouldBe("[Broken.ToString threw NotSupportedException]");
    }

    [Test]
    public void Text_without_end_is_cut()
    {
        Object(_factory.CreateLogger("c"), new string('x', 100_000));
        _telemetry.Logs[0].Message.Length.ShouldBeLessThan(17_000);
        ((string)_telemetry.Logs[0]["value"]!).Length.ShouldBeLessThan(5_000);
    }

    [Test]
    public void Several_hosts_of_a_test_each_keep_their_own_scopes()
    {
        using LoggerFactory host = new([_telemetry.CreateLoggerProvider()]);
        using (_factory.CreateLogger("test").BeginScope(new Dictionary<string, object?> { ["side"] = "test" }))
        {
            Object(host.CreateLogger("host"), 1);
            Object(_factory.CreateLogger("test"), 2);
        }

        _telemetry.Logs.Select(static l => (l.Category, l["side"])).ShouldBe([("host", null), ("test", "test")]);
    }

    [LoggerMessage(11, LogLevel.Warning, "Order {order} by {worker_id}")]
    private static partial void Taken(ILogger logger, int order, string worker_id, Exception cause);

    [LoggerMessage(12, LogLevel.Warning, "{value}")]
    private static partial void Object(ILogger logger, object value);

    private sealed class Holder(List<int> numbers)
    {
        public override string ToString() => $"{numbers.Count} numbers";
    }

    private sealed class Broken
    {
        private bool _wasFormatted;

        public override string ToString()
        {
            // The logger's own formatter comes first.
            if (!_wasFormatted)
            {
                _wasFormatted = true;
                return "once";
            }

            throw new NotSupportedException();
        }
    }
}
