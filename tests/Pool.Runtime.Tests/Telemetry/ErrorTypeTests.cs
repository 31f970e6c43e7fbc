using Pool.Runtime.Errors;
using Pool.Runtime.Telemetry;

namespace Pool.Runtime.Tests.Telemetry;

internal sealed class ErrorTypeTests
{
    [Test]
    public void Name_is_that_of_the_type_without_its_suffix()
    {
        ErrorType.Of(new SessionWorkerBusyException(new PoolErrorContext("p"), "w1")).ShouldBe("session_worker_busy");
        ErrorType.Of(new InvalidOperationException()).ShouldBe("invalid_operation");
    }
}
