namespace Pool.Runtime.Tests;

internal sealed class PoolRegistryTests
{
    [Test]
    public void Registered_component_is_found_by_name_and_type()
    {
        var registry = new PoolRegistry();
        registry.Register("a", "component");

        registry.Get<string>("a").ShouldBe("component");
        registry.TryGet<string>("a", out var found).ShouldBeTrue();
        found.ShouldBe("component");
    }

    [Test]
    public void Taken_name_is_refused_with_both_types_named()
    {
        var registry = new PoolRegistry();
        registry.Register("a", "first");

        var error = Should.Throw<InvalidOperationException>(() => registry.Register("a", new Version(1, 0)));

        error.Message.ShouldStartWith("The name 'a' cannot be given to a System.Version; a System.String has it.");
        registry.Get<string>("a").ShouldBe("first");
    }

    [Test]
    public void Same_component_cannot_take_its_name_twice()
    {
        var registry = new PoolRegistry();
        registry.Register("a", "first");

        Should.Throw<InvalidOperationException>(() => registry.Register("a", "first"));
    }

    [Test]
    public void Unknown_name_is_answered_with_the_names_that_are_taken()
    {
        var registry = new PoolRegistry();
        registry.Register("b", "x");
        registry.Register("a", "y");

        Should.Throw<KeyNotFoundException>(() => registry.Get<string>("c")).Message
            .ShouldStartWith("Nothing is registered as 'c'. Registered now: 'a', 'b'.");
        registry.TryGet<string>("c", out _).ShouldBeFalse();
    }

    [Test]
    public void Wrong_type_is_told_apart_from_an_unknown_name()
    {
        var registry = new PoolRegistry();
        registry.Register("a", "text");

        Should.Throw<InvalidCastException>(() => registry.Get<Version>("a")).Message
            .ShouldStartWith("'a' is a System.String, not a System.Version.");
        registry.TryGet<Version>("a", out _).ShouldBeFalse();
    }

    [Test]
    public void Disposed_registration_frees_the_name()
    {
        var registry = new PoolRegistry();

        registry.Register("a", "first").Dispose();

        registry.Names.ShouldBeEmpty();
        registry.Register("a", "second");
        registry.Get<string>("a").ShouldBe("second");
    }

    [Test]
    public void Stale_handle_leaves_its_successor_alone()
    {
        var registry = new PoolRegistry();
        var stale = registry.Register("a", "same");
        stale.Dispose();
        registry.Register("a", "same");

        stale.Dispose();

        registry.Get<string>("a").ShouldBe("same");
    }

    [Test]
    public void Empty_name_is_refused() => Should.Throw<ArgumentException>(() => new PoolRegistry().Register("", "x"));

    [Test]
    public void Of_many_who_want_one_name_exactly_one_gets_it()
    {
        var registry = new PoolRegistry();
        var winners = 0;

        Parallel.For(0, 64, index =>
        {
            try
            {
                registry.Register("a", new Version(index, 0));
                Interlocked.Increment(ref winners);
            }
            catch (InvalidOperationException)
            {
                // The losers.
            }
        });

        winners.ShouldBe(1);
        registry.Names.ShouldBe(["a"]);
    }
}
