using Pool.Runtime.Protocol;
using Pool.Worker.Serving;

namespace Pool.Worker;

/// <summary>
/// A worker: commands by name, served to the host that started this process. Map the commands, then run; mapping is not
/// thread-safe and ends with <see cref="RunAsync()"/>. Commands run one at a time, in the order of their requests.
/// </summary>
public sealed class WorkerApplication
{
    private readonly WorkerDefinition _worker;
    private bool _running;

    /// <summary>Creates a worker without commands.</summary>
    /// <param name="options">Name, limits and clock; the defaults of <see cref="WorkerOptions"/> when null.</param>
    public WorkerApplication(WorkerOptions? options = null) => _worker = new WorkerDefinition(options ?? new WorkerOptions());

    /// <summary>Maps a command to a function that returns its result at once.</summary>
    /// <param name="name">What the host calls it by; not empty.</param>
    /// <param name="kind">What running it twice would do.</param>
    /// <param name="handler">
    /// The result is whatever System.Text.Json serializes; bytes travel as blobs. An exception becomes an error of the
    /// exception's type; throw <see cref="WorkerException"/> to choose type and retryability.
    /// </param>
    /// <param name="volatileFields">Top-level fields of the result that differ from run to run, such as times.</param>
    /// <returns>This worker, for the next command.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <exception cref="InvalidOperationException">The worker runs already.</exception>
    public WorkerApplication MapCommand(
        string name, CommandKind kind, Func<CommandContext, object?> handler, params string[] volatileFields)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Map(name, kind, context => Task.FromResult(handler(context)), volatileFields);
    }

    /// <summary>Maps a command to an asynchronous function.</summary>
    /// <inheritdoc cref="MapCommand(string, CommandKind, Func{CommandContext, object?}, string[])"/>
    public WorkerApplication MapCommand(
        string name, CommandKind kind, Func<CommandContext, Task<object?>> handler, params string[] volatileFields)
    {
        ArgumentNullException.ThrowIfNull(handler);
        // A lambda that returns null counts as an asynchronous one.
        return Map(name, kind, context => handler(context) ?? Task.FromResult<object?>(null), volatileFields);
    }

    /// <summary>Maps a command whose answer is a stream: each item is sent as it comes, then null as the result.</summary>
    /// <inheritdoc cref="MapCommand(string, CommandKind, Func{CommandContext, object?}, string[])"/>
    /// <param name="name">What the host calls it by; not empty.</param>
    /// <param name="kind">What running it twice would do.</param>
    /// <param name="handler">
    /// Makes the items; see <see cref="CommandContext.SendChunkAsync"/>. Its enumerator gets the request's cancellation token,
    /// and is disposed when the host cancels.
    /// </param>
    public WorkerApplication MapStream<T>(string name, CommandKind kind, Func<CommandContext, IAsyncEnumerable<T>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Map(
            name,
            kind,
            async context =>
            {
                await foreach (T item in handler(context).WithCancellation(context.CancellationToken))
                {
                    await context.SendChunkAsync(item);
                    context.CancellationToken.ThrowIfCancellationRequested();
                }

                return null;
            },
            []);
    }

    /// <summary>
    /// Maps how a session's state travels, so that the host can move a session without running its mutations again.
    /// </summary>
    /// <typeparam name="T">The state as System.Text.Json serializes it; bytes travel as blobs.</typeparam>
    /// <param name="capture">Reads the state. It must be all that the session's later commands depend on.</param>
    /// <param name="restore">Fills an empty session with a state that <paramref name="capture"/> gave.</param>
    /// <returns>This worker, for the next command.</returns>
    /// <exception cref="InvalidOperationException">The worker runs already, or has a snapshot mapped.</exception>
    public WorkerApplication MapSnapshot<T>(Func<SessionState, T> capture, Action<SessionState, T> restore)
    {
        ArgumentNullException.ThrowIfNull(capture);
        ArgumentNullException.ThrowIfNull(restore);
        ThrowIfRunning();
        if (_worker.Snapshots is not null)
            throw new InvalidOperationException("This worker has a snapshot mapped; one covers the whole state of a session.");
        _worker.Snapshots = new SnapshotFunctions(
            (session, serializer) => serializer.Serialize(capture(session)),
            (session, payload, serializer) => restore(session, StateOf<T>(payload, serializer)));
        return this;
    }

    /// <summary>
    /// Adds what is slow to load and the same for every worker. Runs once, before the <see cref="OnStart(Func{Task})"/> hooks. It should start
    /// no threads and open no connections, so that a host may one day start workers from one that is loaded.
    /// </summary>
    /// <param name="load">An exception ends the worker with exit code 1, and is told on standard error.</param>
    /// <returns>This worker, for the next call.</returns>
    /// <exception cref="InvalidOperationException">The worker runs already.</exception>
    public WorkerApplication Preload(Func<Task> load)
    {
        ArgumentNullException.ThrowIfNull(load);
        ThrowIfRunning();
        _worker.Preload.Add(load);
        return this;
    }

    /// <inheritdoc cref="Preload(Func{Task})"/>
    public WorkerApplication Preload(Action load)
    {
        ArgumentNullException.ThrowIfNull(load);
        return Preload(() =>
        {
            load();
            return Task.CompletedTask;
        });
    }

    /// <summary>
    /// Adds what each worker process does for itself before it says hello, such as to open connections. The host waits for it within
    /// its time for a start.
    /// </summary>
    /// <param name="start">An exception ends the worker with exit code 1, and is told on standard error.</param>
    /// <returns>This worker, for the next call.</returns>
    /// <exception cref="InvalidOperationException">The worker runs already.</exception>
    public WorkerApplication OnStart(Func<Task> start)
    {
        ArgumentNullException.ThrowIfNull(start);
        ThrowIfRunning();
        _worker.OnStart.Add(start);
        return this;
    }

    /// <inheritdoc cref="OnStart(Func{Task})"/>
    public WorkerApplication OnStart(Action start)
    {
        ArgumentNullException.ThrowIfNull(start);
        return OnStart(() =>
        {
            start();
            return Task.CompletedTask;
        });
    }

    /// <summary>Makes a logger whose entries reach the host's log. Thread-safe, before the worker runs and while it does.</summary>
    /// <param name="name">Who writes, such as the name of a class; not empty.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public WorkerLogger CreateLogger(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new WorkerLogger(name, _worker.Log);
    }

    /// <summary>
    /// Takes standard input and output for the frames and serves until the host shuts the worker down. When the host
    /// disappears, the process ends at once, also in the midst of a command. From here on <see cref="Console"/>
    /// writes to standard error, and interrupts from the terminal are left to the host.
    /// </summary>
    /// <returns>
    /// The process's exit code: 0 after a shutdown, 1 when a hook threw, 2 without a common protocol version, 3 after a malformed frame.
    /// </returns>
    /// <exception cref="InvalidOperationException">The worker runs already.</exception>
    public async Task<int> RunAsync()
    {
        ThrowIfRunning();
        _running = true;
        using StandardStreams streams = StandardStreams.Take();
        if (_worker.Preload.Count > 0 && !await StartHooks.RunAsync("Preload", _worker.Preload))
            return 1;
        using var connection = new HostConnection(_worker, streams.Input, streams.Output);
        return await connection.ServeAsync();
    }

    /// <summary>
    /// Runs the worker as <see cref="RunAsync()"/> does, unless the one argument is <c>check</c>: then it runs the
    /// <see cref="Preload(Func{Task})"/> hooks, prints the commands with their kinds and what is wrong, and returns 1 if the worker could
    /// not start.
    /// </summary>
    /// <param name="args">The command line; anything but <c>check</c> is left to you.</param>
    /// <inheritdoc cref="RunAsync()"/>
    public Task<int> RunAsync(IReadOnlyList<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args is not ["check"])
            return RunAsync();
        ThrowIfRunning();
        _running = true;
        return WorkerInspection.RunAsync(_worker);
    }

    private static T StateOf<T>(Payload payload, PayloadSerializer serializer)
    {
        try
        {
            return serializer.Deserialize<T>(payload) ?? throw new WorkerException(
                "InvalidSnapshot", $"A state of {payload.Json.Length} bytes of JSON is no {typeof(T).Name}.");
        }
        catch (ProtocolException mismatch)
        {
            throw new WorkerException("InvalidSnapshot", $"The session's state doesn't fit: {mismatch.Message}");
        }
    }

    private WorkerApplication Map(
        string name, CommandKind kind, Func<CommandContext, Task<object?>> handler, string[] volatileFields)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ThrowIfRunning();
        if (!_worker.Commands.TryAdd(name, new MappedCommand(kind, handler, [.. volatileFields])))
            throw new ArgumentException($"There are two commands called '{name}'; give one another name.", nameof(name));
        return this;
    }

    private void ThrowIfRunning()
    {
        if (_running)
            throw new InvalidOperationException("This worker runs already; map commands first, and run it once.");
    }
}
