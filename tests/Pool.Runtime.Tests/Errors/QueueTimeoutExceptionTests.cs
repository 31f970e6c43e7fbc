using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests.Errors;

internal sealed class QueueTimeoutExceptionTests
{
    [Test]
    public void Message_names_every_knob_with_its_present_value() =>
        new QueueTimeoutException(
            new PoolErrorContext("p"), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1.5), 2, 1, 3).Message
            .ShouldBe(
                "Pool 'p': No worker came free in 250 ms; 3 of 3 workers are busy. Raise Size (now 2), " +
                "MaxOverflow (now 1) or QueueTimeout (now 1.5 s), or make the commands shorter.");
}
