using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>The level of the test's loggers, unless the user sets another by <c>AddLogging</c>, which comes later.</summary>
internal sealed class CaptureLevel(CaptureOptions options) : IConfigureOptions<LoggerFilterOptions>
{
    public void Configure(LoggerFilterOptions filter) => filter.MinLevel = options.MinimumLevel;
}
