using System.Collections.Concurrent;
using System.Globalization;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Protocol.Fuzzing;

/// <summary>What the hostile workers of a pool sent to whom, and so what each caller may get. Thread-safe.</summary>
internal sealed class HostileLedger(int seed, int maxFrameBytes)
{
    private readonly ConcurrentDictionary<string, HostileChannel> _channels = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Caller, string WorkerId), string?> _answers = new();
    private readonly ConcurrentDictionary<string, int> _effects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _attempts = new(StringComparer.Ordinal);
    private volatile bool _isHonest = true;
    private int _mutated;
    private int _starts;
    private int _badHellos;

    public ICollection<HostileChannel> Channels => _channels.Values;

    /// <summary>Answers that were mutated.</summary>
    public int Mutated => Volatile.Read(ref _mutated);

    public int BadHellos => Volatile.Read(ref _badHellos);

    /// <summary>Callers whose effect was sent more than once.</summary>
    public IEnumerable<string> RepeatedEffects => _effects.Where(effect => effect.Value > 1).Select(effect => effect.Key);

    public void TurnHonest(bool honest) => _isHonest = honest;

    public void Add(HostileChannel channel) => _channels[channel.WorkerId] = channel;

    public byte[] Hello(out bool isBad)
    {
        FuzzedMessage hello = FuzzedMessage.OfWorker(
            ("type", "\"hello\""), ("protocol", "1"), ("worker", "\"hostile\""), ("max_frame_bytes", "16384"),
            ("commands", """{"echo":{"kind":"query"},"act":{"kind":"effect"}}"""));
        int start = Interlocked.Increment(ref _starts);
        isBad = !_isHonest && start % 20 == 0;
        if (!isBad)
            return Wire.Bytes($"{{{string.Join(',', hello.Fields.Select(field => $"\"{field.Name}\":{field.Value}"))}}}");
        Interlocked.Increment(ref _badHellos);
        return new HostileAnswers(seed, -start, maxFrameBytes).InPlaceOf(hello, maxFrameBytes);
    }

    public byte[] Answer(HostileChannel channel, HostRequest request, string value, out AnswerVerdict verdict)
    {
        if (request.Command == "act")
            _effects.AddOrUpdate(value, 1, (_, times) => times + 1);
        int attempt = _attempts.AddOrUpdate(value, 0, (_, earlier) => earlier + 1);
        bool isMutated = false;
        byte[] bytes = _isHonest
            ? HostileAnswers.Honest(request.Id, value)
            : new HostileAnswers(seed, int.Parse(value, CultureInfo.InvariantCulture) + (attempt << 24), maxFrameBytes).To(request.Id, value, out isMutated);
        Interlocked.Add(ref _mutated, isMutated ? 1 : 0);
        verdict = AnswerVerdict.Of(bytes, request.Id, maxFrameBytes);
        _answers[(value, channel.WorkerId)] = verdict.Answer;
        return bytes;
    }

    /// <summary>Whether that answer was sent to this caller by the worker that it came from.</summary>
    public bool Sent(string caller, string? workerId, string answer) =>
        workerId is not null && _answers.TryGetValue((caller, workerId), out string? sent) && answer == sent;

    /// <summary>Whether the worker that an error names has earned it.</summary>
    public bool IsDeserved(PoolException error) => error.WorkerId is { } id && _channels.TryGetValue(id, out HostileChannel? channel) && error switch
    {
        ProtocolViolationException or WorkerStartException => channel.BrokeRules || channel.MayHaveBrokenRules,
        WorkerLostException => channel.EndedEarly || channel.BrokeRules || channel.MayHaveBrokenRules,
        _ => false,
    };
}
