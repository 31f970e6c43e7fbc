using System.Collections.Concurrent;
using Pool.Runtime;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Scripting;

/// <summary>
/// What the scripted workers of a test answer, at the Mock and Bridge layers. Without changes they answer the demo commands
/// exactly as the Python and .NET workers do. Thread-safe; changes count from the next command on.
/// </summary>
public sealed class WorkerScript
{
    private readonly ConcurrentDictionary<string, ScriptedReply> _replies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TimeSpan> _delays = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<ScriptedMishap>> _mishaps = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, ScriptedReply> Replies => _replies;

    /// <summary>
    /// Answers a command, in the place of a demo command of the same name if there is one. A worker names its commands when
    /// it starts, so a new name must be scripted before the pool is first used.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="reply">Returns the answer, anything that can be written as JSON; an exception becomes the worker's error.</param>
    /// <param name="kind">What the command does to the world.</param>
    public WorkerScript On(string command, Func<InProcessRequest, object?> reply, CommandKind kind = CommandKind.Query)
    {
        ArgumentNullException.ThrowIfNull(reply);
        return OnAsync(command, (request, _) => ValueTask.FromResult(InProcessReply.Success(reply(request))), kind);
    }

    /// <summary>As <see cref="On"/>, for an answer that takes time or is an error or has volatile fields.</summary>
    /// <param name="command">The command.</param>
    /// <param name="reply">Returns the reply; its token is cancelled when the worker is killed.</param>
    /// <param name="kind">What the command does to the world.</param>
    public WorkerScript OnAsync(
        string command,
        Func<InProcessRequest, CancellationToken, ValueTask<InProcessReply>> reply,
        CommandKind kind = CommandKind.Query)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        ArgumentNullException.ThrowIfNull(reply);
        _replies[command] = new ScriptedReply(kind, reply);
        return this;
    }

    /// <summary>Delays every answer to a command, on the test's clock.</summary>
    /// <param name="command">The command.</param>
    /// <param name="delay">How long; zero removes the delay.</param>
    public WorkerScript Delay(string command, TimeSpan delay)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        _delays[command] = delay;
        return this;
    }

    /// <summary>Lets the next runs of a command fail as the worker's own code fails.</summary>
    /// <param name="command">The command.</param>
    /// <param name="error">The error.</param>
    /// <param name="times">How many runs, over all workers; at least 1.</param>
    public WorkerScript FailNext(string command, InProcessError error, int times = 1)
    {
        ArgumentNullException.ThrowIfNull(error);
        return Plan(command, new ScriptedMishap(error), times);
    }

    /// <summary>Lets the worker die in the midst of the next runs of a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="times">How many runs, over all workers; at least 1.</param>
    public WorkerScript CrashNext(string command, int times = 1) => Plan(command, new ScriptedMishap(Error: null), times);

    internal TimeSpan DelayOf(string command) => _delays.GetValueOrDefault(command);

    internal ScriptedMishap? TakeMishap(string command) =>
        _mishaps.TryGetValue(command, out ConcurrentQueue<ScriptedMishap>? queue) && queue.TryDequeue(out ScriptedMishap? mishap)
            ? mishap
            : null;

    private WorkerScript Plan(string command, ScriptedMishap mishap, int times)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        ConcurrentQueue<ScriptedMishap> queue = _mishaps.GetOrAdd(command, static _ => new());
        for (int i = 0; i < times; i++)
        {
            queue.Enqueue(mishap);
        }

        return this;
    }
}
