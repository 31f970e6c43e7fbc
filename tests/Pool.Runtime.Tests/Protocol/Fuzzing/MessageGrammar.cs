using System.Globalization;

namespace Pool.Runtime.Tests.Protocol.Fuzzing;

/// <summary>Valid messages of every type, drawn by chance, with the shapes that section 4 of the specification shows.</summary>
internal sealed class MessageGrammar(Random random, JsonNoise noise)
{
    public FuzzedMessage Next()
    {
        FuzzedMessage message = random.Next(2) == 0 ? NextOfHost() : NextOfWorker();
        if (message.Fields[^1].Name is "args" or "value" && random.Next(3) == 0)
            AddBlobs(message, random.Next(500) == 0 ? random.Next(1020, 1028) : random.Next(1, 4));
        return message;
    }

    private FuzzedMessage NextOfHost() => random.Next(10) switch
    {
        0 => FuzzedMessage.OfHost(
            ("type", "\"hello\""), ("protocol", """{"min":1,"max":3}"""), ("worker_id", "\"w-1\""), ("max_frame_bytes", "4096"),
            ("log_level", "\"debug\"")),
        1 => FuzzedMessage.OfHost(("type", "\"ping\""), ("id", Id())),
        2 => FuzzedMessage.OfHost(("type", "\"cancel\""), ("id", Id())),
        3 => FuzzedMessage.OfHost(("type", "\"credit\""), ("id", Id()), ("chunks", "4")),
        4 => FuzzedMessage.OfHost(("type", "\"end_session\""), ("session", "\"s\"")),
        5 => FuzzedMessage.OfHost(("type", "\"snapshot\""), ("id", Id()), ("session", "\"s\"")),
        6 => FuzzedMessage.OfHost(("type", "\"restore\""), ("id", Id()), ("session", "\"s\""), ("args", noise.Value())),
        7 => FuzzedMessage.OfHost(("type", "\"shutdown\"")),
        _ => FuzzedMessage.OfHost(
            ("type", "\"request\""), ("id", Id()), ("command", "\"echo\""), ("session", "\"s\""), ("deadline_ms", "4800"),
            ("traceparent", "\"00-4b-00-01\""), ("window", "8"), ("more", "true"), ("args", noise.Value())),
    };

    private FuzzedMessage NextOfWorker() => random.Next(8) switch
    {
        0 => FuzzedMessage.OfWorker(
            ("type", "\"hello\""), ("protocol", "1"), ("worker", "\"w 1\""), ("pid", "47"), ("max_frame_bytes", "4096"),
            ("commands", """{"a":{"kind":"query"},"b":{"kind":"mutation"}}"""), ("features", """["cancel","x"]""")),
        1 => FuzzedMessage.OfWorker(("type", "\"pong\""), ("id", Id())),
        2 => FuzzedMessage.OfWorker(
            ("type", "\"error\""), ("id", Id()), ("error", """{"type":"T","message":"m","retryable":false,"traceback":"t"}""")),
        3 => FuzzedMessage.OfWorker(("type", "\"chunk\""), ("id", Id()), ("value", noise.Value())),
        4 => FuzzedMessage.OfWorker(("type", "\"progress\""), ("id", Id()), ("value", noise.Value())),
        5 => FuzzedMessage.OfWorker(
            ("type", "\"log\""), ("level", "\"warning\""), ("logger", "\"l\""), ("message", "\"\""), ("id", Id()), ("exception", "\"e\"")),
        _ => FuzzedMessage.OfWorker(
            ("type", "\"result\""), ("id", Id()), ("volatile", """["at"]"""),
            ("span", """{"start_us":17,"duration_us":5,"name":"n"}"""), ("value", noise.Value())),
    };

    // So that a frame that was mutated elsewhere may still be right, each blob is referred to once, in any order.
    private void AddBlobs(FuzzedMessage message, int count)
    {
        for (int i = 0; i < count; i++)
            message.Blobs.Add(noise.Bytes(count > 8 ? 1 : 12));
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order);
        string lengths = string.Join(',', message.Blobs.Select(blob => blob.Length.ToString(CultureInfo.InvariantCulture)));
        message.Fields[^1] = message.Fields[^1] with { Value = $"[{string.Join(',', order.Select(JsonNoise.BlobReference))}]" };
        message.Fields.Insert(random.Next(message.Fields.Count), new FuzzedField("blobs", $"[{lengths}]"));
    }

    private string Id() => random.Next(1, 1000).ToString(CultureInfo.InvariantCulture);
}
