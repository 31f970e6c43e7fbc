using Microsoft.Extensions.DependencyInjection;
using Pool.Runtime;
using Pool.Runtime.Resilience;

namespace Pool.NUnit.Isolation.Benchmarks.Tests;

/// <summary>What somebody would build without the plugin: ten services.</summary>
internal static class HandmadeContainer
{
    public static ServiceProvider Build()
    {
        ServiceCollection services = new();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new PoolOptions { Name = "bench", Size = 1 });
        services.AddSingleton<PoolRegistry>();
        services.AddSingleton(static p => new CircuitBreaker(new CircuitBreakerOptions(), p.GetRequiredService<TimeProvider>(), "bench"));
        services.AddSingleton(static p => new ErrorOrchestrator(new ErrorOrchestratorOptions(), p.GetRequiredService<TimeProvider>(), 1));
        services.AddSingleton(static _ => new Random(1));
        services.AddSingleton<MemoryStream>();
        services.AddScoped<HttpClient>();
        services.AddTransient<object>();
        services.AddSingleton(static p => new Lazy<PoolRegistry>(p.GetRequiredService<PoolRegistry>));
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    public static void Use(IServiceProvider services)
    {
        services.GetRequiredService<PoolOptions>();
        services.GetRequiredService<PoolRegistry>();
        services.GetRequiredService<CircuitBreaker>();
        services.GetRequiredService<ErrorOrchestrator>();
        services.GetRequiredService<MemoryStream>();
        services.GetRequiredService<Lazy<PoolRegistry>>();
    }
}
