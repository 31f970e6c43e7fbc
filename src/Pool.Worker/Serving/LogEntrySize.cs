using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pool.Runtime.Protocol;

namespace Pool.Worker.Serving;

/// <summary>Cuts log entries to what the protocol and the host allow (P52).</summary>
internal static class LogEntrySize
{
    // A character takes six bytes at most, as an escape.
    private const int MostBytesPerChar = 6;
    private const int MostFixedBytes = 128;
    private const int MaxLoggerChars = 200;
    private const int FewestLoggerChars = 50;

    private static readonly JsonWriterOptions AsFramesAreWritten =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The entry within that many bytes of JSON, the exception given up first; null when it can't be made to fit.</summary>
    public static WorkerLog? Cut(WorkerLog entry, int maxBytes)
    {
        entry = entry with
        {
            Logger = Head(entry.Logger, MaxLoggerChars),
            Message = Head(entry.Message, maxBytes),
            Exception = Shorter(entry.Exception, maxBytes),
        };
        while (Excess(entry, maxBytes) is > 0 and var excess)
        {
            if (entry.Exception is { } exception)
                entry = entry with { Exception = Shorter(exception, KeptChars(exception, excess)) };
            else if (entry.Message.Length > 0)
                entry = entry with { Message = Head(entry.Message, KeptChars(entry.Message, excess)) };
            else if (entry.Logger.Length > FewestLoggerChars)
                entry = entry with { Logger = Head(entry.Logger, FewestLoggerChars) };
            else
                return null;
        }

        return entry;
    }

    private static int Excess(WorkerLog entry, int maxBytes)
    {
        int chars = entry.Logger.Length + entry.Message.Length + (entry.Exception?.Length ?? 0);
        if ((chars * MostBytesPerChar) + MostFixedBytes <= maxBytes)
            return 0;
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, AsFramesAreWritten))
            WorkerMessageCodec.Write(json, entry);
        return bytes.WrittenCount - maxBytes;
    }

    // The characters beyond these take about as many bytes as are too many; the next round measures again.
    private static int KeptChars(string text, int excess)
    {
        long bytes = Encoding.UTF8.GetByteCount(text);
        foreach (char c in text)
            bytes += char.IsControl(c) || char.IsSurrogate(c) ? MostBytesPerChar - 1 : 0;
        return excess >= bytes ? text.Length / 2 : (int)(text.Length * (bytes - excess) / (bytes + 1));
    }

    private static string Head(string text, int chars) => text.Length <= chars ? text : text[..Math.Max(chars, 0)];

    // Kept from its beginning, where .NET says what went wrong.
    private static string? Shorter(string? text, int chars) =>
        text is null || chars <= 0 ? null : Head(text, chars);
}
