using System.Diagnostics.CodeAnalysis;

namespace Pool.NUnit.Isolation.Resources;

/// <summary>
/// What a test must give back: released in reverse order, each item within a deadline of its own. An item that throws or
/// hangs never keeps the rest from being released. Thread-safe.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a stack: last in, first released.")]
public sealed class TestResourceStack
{
    private readonly Lock _lock = new();
    private readonly Stack<TestResource> _items = [];
    private readonly TimeProvider _clock;
    private bool _closed;

    /// <summary>Creates an empty stack.</summary>
    /// <param name="clock">Measures the deadlines; null means the system's.</param>
    public TestResourceStack(TimeProvider? clock = null) => _clock = clock ?? TimeProvider.System;

    /// <summary>How long the release of an item may take unless said otherwise: 5 s.</summary>
    public static TimeSpan DefaultDeadline { get; } = TimeSpan.FromSeconds(5);

    /// <summary>How many items wait to be released.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _items.Count;
            }
        }
    }

    /// <summary>Adds an item.</summary>
    /// <param name="name">Names it in messages.</param>
    /// <param name="release">Gives it back; its token is cancelled at the deadline.</param>
    /// <param name="deadline">How long that may take, more than zero; null means <see cref="DefaultDeadline"/>.</param>
    /// <exception cref="InvalidOperationException">The test has ended; nothing would release the item.</exception>
    public void Push(string name, Func<CancellationToken, ValueTask> release, TimeSpan? deadline = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(release);
        TimeSpan limit = deadline ?? DefaultDeadline;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(deadline));
        lock (_lock)
        {
            if (_closed)
            {
                throw new InvalidOperationException(
                    $"\"{name}\" was created after its test had ended, when nothing would release it any more. "
                    + "Await the work that creates it inside the test.");
            }

            _items.Push(new TestResource(name, release, limit));
        }
    }

    /// <summary>Adds an object that is disposed, asynchronously when it can be, and returns it.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="resource">The object; must be <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/>.</param>
    /// <param name="deadline">How long disposal may take, more than zero; null means <see cref="DefaultDeadline"/>.</param>
    /// <exception cref="ArgumentException">The object can't be disposed.</exception>
    public T Push<T>(T resource, TimeSpan? deadline = null)
        where T : notnull
    {
        Push(resource.GetType().Name, ReleaseOf(resource), deadline);
        return resource;
    }

    /// <summary>Releases everything and closes the stack. A second call finds nothing to do.</summary>
    internal async Task<IReadOnlyList<ResourceFailure>> ReleaseAllAsync()
    {
        List<ResourceFailure> failures = [];
        while (TryPop(out TestResource? item))
        {
            ResourceFailure? failure = await item.ReleaseAsync(_clock);
            if (failure is not null)
            {
                failures.Add(failure);
            }
        }

        return failures;
    }

    private static Func<CancellationToken, ValueTask> ReleaseOf(object resource) => resource switch
    {
        IAsyncDisposable asynchronous => _ => asynchronous.DisposeAsync(),
        IDisposable synchronous => _ =>
        {
            synchronous.Dispose();
            return ValueTask.CompletedTask;
        }
        ,
        _ => throw new ArgumentException(
            $"{resource.GetType()} implements neither IAsyncDisposable nor IDisposable. Push it with a release function.",
            nameof(resource)),
    };

    // Closed only once it is empty, under the same lock: what an item pushes while it is released is released as well.
    private bool TryPop([NotNullWhen(true)] out TestResource? item)
    {
        lock (_lock)
        {
            if (_items.TryPop(out item))
            {
                return true;
            }

            _closed = true;
            return false;
        }
    }
}
