namespace Pool.NUnit.Isolation;

/// <summary>
/// Something outside the test that tests use and that takes time to come and go: a database, a web host, a container. Declared by
/// <see cref="UseResourceAttribute{TResource}"/>, or by <c>services.AddTestResource&lt;T&gt;()</c> for one test, and then injected
/// as any service is.
/// </summary>
/// <remarks>
/// <para>A class that implements it has one public constructor. Other resources that it takes there are started before it and
/// stopped after it; they must live at least as long. One that lives for a test may take services of the test's container too.</para>
/// <para>It is stopped and not disposed, and so must implement neither <see cref="IDisposable"/> nor
/// <see cref="IAsyncDisposable"/>: a container disposes whatever passes through it, also what outlives it.</para>
/// <para>The two methods are never called at the same time, unless <see cref="StartAsync"/> hangs on after its deadline. What they
/// set is visible to every test that gets the resource; tests that share one use it at the same time.</para>
/// </remarks>
public interface IAsyncTestResource
{
    /// <summary>Starts it. Called once in its life, however many tests ask for it at a time.</summary>
    /// <param name="context">What it is started for, and where to put files and processes.</param>
    /// <param name="cancellationToken">Cancelled at the deadline, and when what it is started for ends; for the start alone.</param>
    ValueTask StartAsync(TestResourceContext context, CancellationToken cancellationToken);

    /// <summary>
    /// Stops it and undoes what the start did. Called once, and also when <see cref="StartAsync"/> threw or did not return in
    /// time: it finds what was done by then.
    /// </summary>
    /// <param name="cancellationToken">Cancelled at the deadline, when the resource is left behind and reported.</param>
    ValueTask StopAsync(CancellationToken cancellationToken);
}
