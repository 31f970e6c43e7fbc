using Microsoft.Extensions.DependencyInjection;
using Pool.NUnit.Isolation;

namespace WebAppIsolation;

/// <summary>It is midnight of new year in the tests it stands on.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class NewYearAttribute : Attribute, IConfigureTestServices
{
    public static DateTimeOffset Now { get; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public void ConfigureServices(IServiceCollection services, TestEnvironment environment) =>
        services.AddSingleton<TimeProvider>(new StoppedClock(Now));

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
