using Microsoft.Extensions.Logging;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>Keeps what the loggers of one test's container write. Costs nothing until the first logger is made.</summary>
[ProviderAlias("PoolTest")]
internal sealed class TestLoggerProvider(Func<TestTelemetry> telemetry) : ILoggerProvider, ISupportExternalScope
{
    public IExternalScopeProvider? Scopes { get; private set; }

    public ILogger CreateLogger(string categoryName) => new TestLogger(telemetry(), this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => Scopes = scopeProvider;

    public void Dispose()
    {
        // What is logged while the rest of the test is torn down belongs to it as well.
    }
}
