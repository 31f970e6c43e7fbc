using System.Globalization;
using System.Text.RegularExpressions;
using Pool.Runtime.Protocol;
using Pool.Runtime.Tests.Protocol.Fuzzing;
using Pool.Runtime.Tests.Protocol.Reference;

namespace Pool.Runtime.Tests.Protocol;

internal sealed partial class SpecificationTests
{
    private static string Text => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "protocol.md"));

    [Test]
    public void Every_message_has_an_example_that_can_be_decoded()
    {
        IEnumerable<Type> host = Examples("host").Select(json => HostMessageCodec.Decode(Wire.FrameOf(json)).GetType());
        IEnumerable<Type> worker = Examples("worker").Select(json => WorkerMessageCodec.Decode(Wire.FrameOf(json)).GetType());

        host.Distinct().ShouldBe(MessagesOf<HostMessage>(), ignoreOrder: true);
        worker.Distinct().ShouldBe(MessagesOf<WorkerMessage>(), ignoreOrder: true);
    }

    [TestCase("host")]
    [TestCase("worker")]
    public void Examples_mean_the_same_to_the_reference_decoder(string side)
    {
        foreach (string json in Examples(side))
        {
            ReferenceFrame frame = new ReferenceStream(Wire.Bytes(json), FrameLimits.DefaultMaxFrameBytes).Next().ShouldNotBeNull();

            if (side == "host")
                ReferenceDecoder.HostMessage(frame).ShouldBe(DecodedText.Of(HostMessageCodec.Decode(Wire.FrameOf(json))));
            else
                ReferenceDecoder.WorkerMessage(frame).ShouldBe(DecodedText.Of(WorkerMessageCodec.Decode(Wire.FrameOf(json))));
        }
    }

    [Test]
    public void Rules_are_numbered_without_a_gap()
    {
        int[] numbers = [.. Rule().Matches(Text).Select(match => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture))];

        numbers.ShouldBe(Enumerable.Range(1, numbers.Length));
    }

    [Test]
    public void Limits_are_those_of_the_code()
    {
        Text.ShouldContain(FrameLimits.Default.MaxFrameBytes.ToString("N0", CultureInfo.InvariantCulture));
        Text.ShouldContain($"| {FrameLimits.Default.MaxDepth} levels");
        Text.ShouldContain($"| blobs in a frame | {FrameLimits.Default.MaxBlobs} |");
        Text.ShouldContain($"never below {FrameLimits.LowestMaxFrameBytes}");
    }

    [Test]
    public async Task Frame_given_byte_for_byte_is_the_one_that_is_written()
    {
        using var stream = new MemoryStream();
        await new FrameWriter(stream, FrameLimits.Default).WriteAsync(new HostPing(7), default);

        Text.ShouldContain($"00 00 00 16  {Convert.ToHexStringLower(stream.ToArray(), 4, (int)stream.Length - 4)
            .Chunk(2).Aggregate(string.Empty, (hex, pair) => $"{hex} {new string(pair)}").Trim()}");
    }

    private static IEnumerable<string> Examples(string side) =>
        Example().Matches(Text).Where(match => match.Groups["side"].Value.Equals(side, StringComparison.Ordinal))
            .Select(match => match.Groups["json"].Value);

    private static IEnumerable<Type> MessagesOf<TMessage>() =>
        typeof(TMessage).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(TMessage)));

    [GeneratedRegex(@"```json (?<side>host|worker)\n(?<json>.+)\n```", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Example();

    [GeneratedRegex(@"^- \*\*P(?<number>\d+)\*\*", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Rule();
}
