using Microsoft.Extensions.DependencyInjection;
using Pool.NUnit.Isolation.Hosting;
using Pool.NUnit.Isolation.Resources;

namespace Pool.NUnit.Isolation.Tests.Hosting;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class TrackedServicesTests
{
    private readonly TestResourceStack _resources = new();
    private readonly ServiceCollection _services = [];
    private readonly List<string> _disposed = [];

    public TrackedServicesTests() => _services.AddSingleton(_disposed);

    [Test]
    public async Task Each_disposable_is_disposed_once_and_the_last_created_first()
    {
        _services.AddSingleton<First>().AddScoped(p => new Second(p.GetRequiredService<First>(), p.GetRequiredService<List<string>>()));
        _services.AddSingleton<IDisposable>(static p => p.GetRequiredService<First>());
        IServiceProvider scope = Build();
        scope.GetRequiredService<Second>();
        scope.GetRequiredService<IDisposable>().ShouldBeSameAs(scope.GetRequiredService<First>());
        (await _resources.ReleaseAllAsync()).ShouldBeEmpty();
        _disposed.ShouldBe(["second", "first"]);
    }

    [Test]
    public async Task Every_transient_of_the_test_is_disposed()
    {
        _services.AddTransient<First>();
        IServiceProvider scope = Build();
        scope.GetRequiredService<First>().ShouldNotBeSameAs(scope.GetRequiredService<First>());
        await _resources.ReleaseAllAsync();
        _disposed.ShouldBe(["first", "first"]);
    }

    [Test]
    public async Task Scope_that_the_test_makes_disposes_its_own()
    {
        _services.AddScoped<First>();
        IServiceProvider scope = Build();
        using (IServiceScope inner = scope.CreateScope())
        {
            inner.ServiceProvider.GetRequiredService<First>();
        }

        _disposed.ShouldBe(["first"]);
        await _resources.ReleaseAllAsync();
        _disposed.ShouldBe(["first"]);
    }

    [Test]
    public async Task Instance_that_the_user_made_is_left_to_the_user()
    {
        _services.AddSingleton(new First(_disposed));
        Build().GetRequiredService<First>();
        await _resources.ReleaseAllAsync();
        _disposed.ShouldBeEmpty();
    }

    [Test]
    public async Task Keyed_and_open_generic_services_are_disposed_too()
    {
        _services.AddKeyedSingleton("made", static (p, _) => new First(p.GetRequiredService<List<string>>()));
        _services.AddKeyedSingleton<First>("typed");
        _services.AddSingleton(typeof(Generic<>));
        IServiceProvider scope = Build();
        scope.GetRequiredKeyedService<First>("made");
        scope.GetRequiredKeyedService<First>("typed");
        scope.GetRequiredService<Generic<int>>();
        await _resources.ReleaseAllAsync();
        _disposed.ShouldContain("generic");
        _disposed.Count(static d => d == "first").ShouldBeGreaterThanOrEqualTo(2);
    }

    private IServiceProvider Build()
    {
        TrackedServices tracked = new(_services, _services.ToHashSet(), _resources);
        return tracked.CreateTestScope(_services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true }));
    }

    private sealed class First(List<string> log) : IDisposable
    {
        public void Dispose() => log.Add("first");
    }

    private sealed class Second(First first, List<string> log) : IAsyncDisposable
    {
        public First First => first;

        public ValueTask DisposeAsync()
        {
            log.Add("second");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Generic<T>(List<string> log) : IDisposable
    {
        public T? Value => default;

        public void Dispose() => log.Add("generic");
    }
}
