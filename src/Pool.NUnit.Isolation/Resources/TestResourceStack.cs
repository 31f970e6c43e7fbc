using System.Diagnostics.CodeAnalysis;

namespace Pool.NUnit.Isolation.Resources;

/// <summary>
/// What a test must give back: released phase by phase, in reverse order within a phase, each item within a deadline of its own and
/// all within a budget. An item that throws or hangs never keeps the rest from being released. Thread-safe.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a stack: last in, first released.")]
public sealed class TestResourceStack
{
    private readonly Lock _lock = new();
    private readonly Stack<TestResource>?[] _phases = new Stack<TestResource>?[(int)TearDownPhase.Release + 1];
    private readonly TimeProvider _clock;
    private bool _closed;
    private int _count;

    /// <summary>Creates an empty stack.</summary>
    /// <param name="clock">Measures the deadlines; null means the system's.</param>
    public TestResourceStack(TimeProvider? clock = null) => _clock = clock ?? TimeProvider.System;

    /// <summary>How long the release of an item may take unless said otherwise: 5 s.</summary>
    public static TimeSpan DefaultDeadline { get; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the release of all items together may take: 30 s.</summary>
    public static TimeSpan DefaultBudget { get; } = TimeSpan.FromSeconds(30);

    /// <summary>How many items wait to be released.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <summary>Adds an item.</summary>
    /// <param name="name">Names it in messages.</param>
    /// <param name="release">Gives it back; its token is cancelled at the deadline.</param>
    /// <param name="deadline">How long that may take, more than zero; null means <see cref="DefaultDeadline"/>. The budget of all may end it earlier.</param>
    /// <param name="phase">When it is released; default <see cref="TearDownPhase.Release"/>.</param>
    /// <exception cref="InvalidOperationException">The test has ended; nothing would release the item.</exception>
    public void Push(
        string name, Func<CancellationToken, ValueTask> release, TimeSpan? deadline = null, TearDownPhase phase = TearDownPhase.Release)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(release);
        TimeSpan limit = deadline ?? DefaultDeadline;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(deadline));
        if (!Enum.IsDefined(phase))
        {
            throw new ArgumentOutOfRangeException(nameof(phase), phase, "A phase is StopIntake, Drain, Cancel or Release.");
        }

        lock (_lock)
        {
            if (_closed)
            {
                throw new InvalidOperationException(
                    $"\"{name}\" was created after its test had ended, when nothing would release it any more. "
                    + "Await the work that creates it inside the test.");
            }

            (_phases[(int)phase] ??= []).Push(new TestResource(name, release, limit));
            _count++;
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
    /// <param name="total">How long that may take; null means <see cref="DefaultBudget"/>.</param>
    internal Task<IReadOnlyList<ResourceFailure>> ReleaseAllAsync(TimeSpan? total = null) =>
        new ReleaseSequence(this, total ?? DefaultBudget, _clock).RunAsync();

    /// <summary>
    /// Takes the next item; closes the stack when there is none, under the same lock: what an item pushes while it is released is
    /// released as well, also into a phase that is over.
    /// </summary>
    internal bool TryPop([NotNullWhen(true)] out TestResource? item)
    {
        lock (_lock)
        {
            foreach (Stack<TestResource>? items in _phases)
            {
                if (items is not null && items.TryPop(out item))
                {
                    _count--;
                    return true;
                }
            }

            item = null;
            _closed = true;
            return false;
        }
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
}
