using System.Text;
using Pool.Runtime.Errors;
using Pool.Runtime.Tests.Protocol.Reference;

namespace Pool.Runtime.Tests.Protocol.Fuzzing;

/// <summary>What the specification says about bytes that a worker sends while one request is open.</summary>
/// <param name="Answer">The answer in them that the caller must get; null when there is none.</param>
/// <param name="BreaksRules">Whether something in them condemns the worker (P35).</param>
/// <param name="MayBeRefused">Whether the host may also take them for malformed (P6).</param>
/// <param name="IsCutShort">Whether they end inside a frame.</param>
internal sealed record AnswerVerdict(string? Answer, bool BreaksRules, bool MayBeRefused, bool IsCutShort)
{
    public static AnswerVerdict Of(byte[] bytes, long id, int maxFrameBytes)
    {
        var stream = new ReferenceStream(bytes, maxFrameBytes);
        string? answer = null;
        bool mayBeRefused = false;
        while (stream.Next() is { } frame)
        {
            mayBeRefused |= frame.MayBeRefused;
            bool isReadable = ReferenceDecoder.WorkerMessage(frame) is not null;
            // Answers nothing and needs no open id (P51).
            if (isReadable && frame.Root.Member("type")?.Text == "log")
                continue;
            if (answer is not null || !isReadable || frame.Root.Member("id")?.Integer != id)
                return new AnswerVerdict(answer, true, mayBeRefused, false);
            string type = frame.Root.Member("type")!.Text;
            if (type is "result" or "error")
                answer = AnswerIn(frame);
            else if (type is not ("chunk" or "progress"))
                return new AnswerVerdict(answer, true, mayBeRefused, false);
        }

        return new AnswerVerdict(answer, !stream.IsAtEnd && !stream.IsCutShort, mayBeRefused, stream.IsCutShort);
    }

    /// <summary>What a caller got, in the same words.</summary>
    public static string Got(CommandResult result) =>
        $"result {result.Value.GetRawText()} {string.Join(',', result.Blobs.Select(blob => Convert.ToHexString(blob.Span)))}";

    /// <inheritdoc cref="Got(CommandResult)"/>
    public static string Got(RemoteCommandException error) => $"error {error.RemoteType} {error.RemoteTraceback}";

    private static string AnswerIn(ReferenceFrame frame)
    {
        if (frame.Root.Member("error") is { Kind: ReferenceKind.Object } error && frame.Root.Member("type")!.Text == "error")
            return $"error {error.Member("type")!.Text} {error.Member("traceback")?.Text}";
        ReferenceValue value = frame.Root.Members.Single(member => member.Name == "value").Value;
        return $"result {Encoding.UTF8.GetString(frame.Bytes.AsSpan(value.Start..value.End))} "
            + string.Join(',', frame.Blobs.Select(blob => Convert.ToHexString(frame.Bytes.AsSpan(blob))));
    }
}
