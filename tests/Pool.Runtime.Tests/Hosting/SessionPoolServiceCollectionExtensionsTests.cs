using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Hosting;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Hosting;

internal sealed class SessionPoolServiceCollectionExtensionsTests
{
    [Test]
    public async Task Pools_are_had_by_their_names()
    {
        await using var services = new ServiceCollection()
            .AddSessionPool("one", Adapter, options => options with { Size = 1 })
            .AddSessionPool("two", Adapter, options => options with { Size = 2 })
            .AddSingleton<Consumer>()
            .BuildServiceProvider();
        await services.StartSessionPoolsAsync();

        var consumer = services.GetRequiredService<Consumer>();

        consumer.One.Name.ShouldBe("one");
        consumer.Two.GetStats().Ready.ShouldBe(2);
        (await consumer.Two.ExecuteAsync("s", "list")).Value.GetArrayLength().ShouldBe(0);
        services.GetRequiredKeyedService<SessionPool>("one").ShouldBeSameAs(consumer.One);
    }

    [Test]
    public async Task Only_pool_is_had_without_a_name()
    {
        await using var services = new ServiceCollection().AddSessionPool("one", Adapter).BuildServiceProvider();

        services.GetRequiredService<SessionPool>().ShouldBeSameAs(services.GetRequiredKeyedService<SessionPool>("one"));
    }

    [Test]
    public async Task Name_is_asked_for_where_there_are_several()
    {
        await using var services = new ServiceCollection().AddSessionPool("one", Adapter).AddSessionPool("two", Adapter).BuildServiceProvider();

        Should.Throw<InvalidOperationException>(() => services.GetRequiredService<SessionPool>()).Message.ShouldContain("2 session pools: 'one', 'two'.");
    }

    [Test]
    public void Name_is_given_once() =>
        Should.Throw<ArgumentException>(() => new ServiceCollection().AddSessionPool("one", Adapter).AddSessionPool("one", Adapter))
            .Message.ShouldContain("'one'");

    [Test]
    public async Task Pool_that_was_not_started_says_so_to_its_caller_and_starts_nothing()
    {
        var made = 0;
        await using var services = new ServiceCollection()
            .AddSessionPool("one", _ => new InMemoryAdapter(context =>
            {
                made++;
                return new ScriptedWorker(context);
            }))
            .BuildServiceProvider();
        var pool = services.GetRequiredService<SessionPool>();

        var error = await Should.ThrowAsync<PoolNotStartedException>(async () => await pool.ExecuteAsync("s", "list"));

        error.Message.ShouldContain("StartSessionPoolsAsync");
        error.Attempts.ShouldBe(1);
        pool.GetStats().State.ShouldBe(PoolState.Created);
        made.ShouldBe(0);
    }

    [Test]
    public async Task Pool_starts_once_however_often_it_is_asked_to()
    {
        await using var services = new ServiceCollection().AddSessionPool("one", Adapter, options => options with { Size = 3 }).BuildServiceProvider();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => services.StartSessionPoolsAsync()));

        services.GetRequiredService<SessionPool>().GetStats().Counters.Starts.ShouldBe(3);
    }

    [Test]
    public async Task Container_that_is_disposed_stops_its_pools()
    {
        var services = new ServiceCollection().AddSessionPool("one", Adapter).BuildServiceProvider();
        await services.StartSessionPoolsAsync();
        var pool = services.GetRequiredService<SessionPool>();

        await services.DisposeAsync();

        pool.GetStats().ShouldSatisfyAllConditions(stats => stats.State.ShouldBe(PoolState.Disposed), stats => stats.Workers.ShouldBeEmpty());
    }

    [Test]
    public async Task Pool_cannot_be_started_after_its_end()
    {
        var services = new ServiceCollection().AddSessionPool("one", Adapter).BuildServiceProvider();
        var pool = services.GetRequiredService<SessionPool>();
        var hosted = services.GetRequiredKeyedService<HostedPool>("one");
        await pool.DisposeAsync();

        await Should.ThrowAsync<PoolDisposedException>(() => hosted.EnsureStartedAsync(default));
    }

    [Test]
    public async Task Pool_takes_clock_and_breaker_from_the_container()
    {
        var time = new FakeTimeProvider();
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSessionPool("one", Adapter, options => options with { Size = 1 })
            .BuildServiceProvider();
        await services.StartSessionPoolsAsync();

        services.GetRequiredKeyedService<CircuitBreaker>("one").Isolate();

        await Should.ThrowAsync<CircuitOpenException>(async () => await services.GetRequiredService<SessionPool>().ExecuteAnonymousAsync("who"));
        services.GetRequiredService<SessionPool>().GetStats().Workers.ShouldHaveSingleItem().StartedAt.ShouldBe(time.GetUtcNow());
    }

    [Test]
    public async Task Functions_of_the_setup_have_the_last_word_on_what_the_pool_is_given()
    {
        var breaker = new CircuitBreaker(new CircuitBreakerOptions(), TimeProvider.System, "mine");
        breaker.Isolate();
        await using var services = new ServiceCollection()
            .AddSessionPool("one", new SessionPoolSetup { Adapter = Adapter, ConfigureServices = (_, given) => given with { CircuitBreaker = breaker } })
            .BuildServiceProvider();
        await services.StartSessionPoolsAsync();

        await Should.ThrowAsync<CircuitOpenException>(async () => await services.GetRequiredService<SessionPool>().ExecuteAnonymousAsync("who"));
    }

    [Test]
    public async Task Section_sets_the_pool_up()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Pools:one:Size", (string?)"3")]).Build();
        await using var services = new ServiceCollection()
            .AddSessionPool("one", configuration.GetSection("Pools:one"), Adapter, options => options with { LazyStart = true })
            .BuildServiceProvider();

        services.GetRequiredKeyedService<ComposedOptions>("one").Pool.ShouldSatisfyAllConditions(
            options => options.Size.ShouldBe(3), options => options.LazyStart.ShouldBeTrue());
    }

    [Test]
    public async Task Wrong_options_are_told_when_the_pool_is_first_asked_for()
    {
        await using var services = new ServiceCollection().AddSessionPool("one", Adapter, options => options with { Size = 0 }).BuildServiceProvider();

        Should.Throw<PoolOptionsException>(() => services.GetRequiredService<SessionPool>()).PoolName.ShouldBe("one");
    }

    private static InMemoryAdapter Adapter(IServiceProvider services) => new InMemoryAdapter(context => new ScriptedWorker(context));

    private sealed class Consumer([FromKeyedServices("one")] SessionPool one, [FromKeyedServices("two")] SessionPool two)
    {
        public SessionPool One => one;

        public SessionPool Two => two;
    }
}
