using System.Runtime.CompilerServices;
using NUnit.Framework;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Determinism;

/// <summary>
/// Waits until a condition holds, for code whose effects come later. A last check is made at the deadline; a check that
/// throws counts as not yet; a failure shows the last value seen, how often was looked and for how long.
/// </summary>
public static class Eventually
{
    /// <summary>Waits until <paramref name="condition"/> is true.</summary>
    /// <param name="condition">Looks; is called from one thread at a time.</param>
    /// <param name="options">Time limit and rhythm; null means the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="text">Filled in by the compiler.</param>
    /// <exception cref="AssertionException">The condition did not hold in time.</exception>
    public static Task TrueAsync(
        Func<bool> condition,
        EventuallyOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerArgumentExpression(nameof(condition))] string? text = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return SatisfiesAsync(condition, static value => value, options, cancellationToken, text);
    }

    /// <summary>Waits until what <paramref name="observe"/> returns satisfies <paramref name="predicate"/>, and returns it.</summary>
    /// <typeparam name="T">What is observed.</typeparam>
    /// <param name="observe">Looks; is called from one thread at a time.</param>
    /// <param name="predicate">Says whether this is it.</param>
    /// <param name="options">Time limit and rhythm; null means the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="text">Filled in by the compiler.</param>
    /// <exception cref="AssertionException">The predicate did not hold in time.</exception>
    public static Task<T> SatisfiesAsync<T>(
        Func<T> observe,
        Func<T, bool> predicate,
        EventuallyOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerArgumentExpression(nameof(predicate))] string? text = null)
    {
        ArgumentNullException.ThrowIfNull(observe);
        ArgumentNullException.ThrowIfNull(predicate);
        return new EventualCheck<T>(
            _ => ValueTask.FromResult(observe()), predicate, (options ?? new()).Validated(), text).RunAsync(cancellationToken);
    }

    /// <summary>
    /// Waits until a pool's figures satisfy <paramref name="predicate"/>, and returns them. They are looked at after each event of
    /// the pool and at the deadline, not by polling.
    /// </summary>
    /// <param name="pool">The pool.</param>
    /// <param name="predicate">Says whether this is it.</param>
    /// <param name="options">Time limit; null means the defaults. Its signal and intervals are not used.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="text">Filled in by the compiler.</param>
    /// <exception cref="AssertionException">The predicate did not hold in time.</exception>
    public static async Task<PoolStats> SatisfiesAsync(
        SessionPool pool,
        Func<PoolStats, bool> predicate,
        EventuallyOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerArgumentExpression(nameof(predicate))] string? text = null)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(predicate);
        EventuallyOptions chosen = (options ?? new()).Validated();
        await using PoolWatch watch = new(pool, chosen.Clock, static _ => { });
        return await watch.UntilAsync(predicate, chosen with { Description = chosen.Description ?? text }, cancellationToken);
    }

    /// <summary>
    /// As the other overload, for an observation that is itself asynchronous. One that does not return by the deadline
    /// (the last look gets <see cref="EventuallyOptions.MaxInterval"/>) is given up and reported.
    /// </summary>
    /// <typeparam name="T">What is observed.</typeparam>
    /// <param name="observe">Looks; gets <paramref name="cancellationToken"/>.</param>
    /// <param name="predicate">Says whether this is it.</param>
    /// <param name="options">Time limit and rhythm; null means the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="text">Filled in by the compiler.</param>
    /// <exception cref="AssertionException">The predicate did not hold in time.</exception>
    public static Task<T> SatisfiesAsync<T>(
        Func<CancellationToken, ValueTask<T>> observe,
        Func<T, bool> predicate,
        EventuallyOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerArgumentExpression(nameof(predicate))] string? text = null)
    {
        ArgumentNullException.ThrowIfNull(observe);
        ArgumentNullException.ThrowIfNull(predicate);
        return new EventualCheck<T>(observe, predicate, (options ?? new()).Validated(), text).RunAsync(cancellationToken);
    }
}
