using Pool.Runtime;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Scripting.Demo;

/// <summary>The demo commands in process: same names, kinds, results and error types as the workers in Python and .NET.</summary>
internal sealed class DemoWorker(TimeProvider clock, Action<string> crash)
{
    private static readonly Dictionary<string, DemoCommand> All = BuildCommands();

    private readonly Dictionary<string, DemoSession> _sessions = new(StringComparer.Ordinal);
    private readonly List<byte[]> _kept = [];
    private readonly long _startedAt = clock.GetTimestamp();
    private long _commandCount;
    private long _errorCount;

    /// <summary>Each command and its kind.</summary>
    public static IReadOnlyDictionary<string, CommandKind> Commands { get; } =
        All.ToDictionary(static c => c.Key, static c => c.Value.Kind, StringComparer.Ordinal);

    public TimeProvider Clock => clock;

    public TimeSpan Uptime => clock.GetElapsedTime(_startedAt);

    public long KeptBytes => _kept.Sum(static block => (long)block.Length);

    public async ValueTask<InProcessReply> HandleAsync(InProcessRequest request, CancellationToken stopped)
    {
        _commandCount++;
        try
        {
            if (!All.TryGetValue(request.Command, out DemoCommand? command))
            {
                throw new DemoErrorException("UnknownCommand", $"This worker has no command '{request.Command}'.");
            }

            DemoCall call = new(this, request, stopped);
            command.Check(request.Command, call);
            return await command.Run(call);
        }
        catch (DemoErrorException error)
        {
            _errorCount++;
            return InProcessReply.Failure(new InProcessError(error.Type, error.Message, error.Retryable, error.StackTrace));
        }
    }

    public void EndSession(string sessionId) => _sessions.Remove(sessionId);

    public object? Capture(string sessionId) => _sessions.TryGetValue(sessionId, out DemoSession? session) ? session.Capture() : null;

    public void Restore(string sessionId, object? state) => _sessions[sessionId] = DemoSession.From(state);

    public DemoSession SessionOf(string id)
    {
        if (!_sessions.TryGetValue(id, out DemoSession? session))
        {
            _sessions[id] = session = new DemoSession();
        }

        return session;
    }

    public void Crash(string reason) => crash(reason);

    public void Keep(byte[] block) => _kept.Add(block);

    public object Stats(DemoSession? session) => new
    {
        programs_count = session?.Programs.Count ?? _sessions.Values.Sum(static s => s.Programs.Count),
        command_count = _commandCount,
        error_count = _errorCount,
        sessions = _sessions.Count,
    };

    private static Dictionary<string, DemoCommand> BuildCommands()
    {
        Dictionary<string, DemoCommand> commands = new(StringComparer.Ordinal);
        DemoBasics.AddTo(commands);
        DemoPrograms.AddTo(commands);
        DemoStreams.AddTo(commands);
        DemoTrouble.AddTo(commands);
        return commands;
    }
}
