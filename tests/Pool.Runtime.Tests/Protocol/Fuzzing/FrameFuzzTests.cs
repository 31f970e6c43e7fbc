using System.Globalization;
using System.Security.Cryptography;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Protocol.Fuzzing;

/// <summary>
/// A million mutated frames a run, each time other ones. <c>POOL_SEED=17</c> runs those of seed 17 first.
/// </summary>
[Category("Repetition")]
internal sealed class FrameFuzzTests
{
    private const int Parts = 8;
    private const int FramesOfAPart = 125_000;

    private static readonly int FirstSeed = int.TryParse(
        Environment.GetEnvironmentVariable("POOL_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out int seed)
            ? seed
            : RandomNumberGenerator.GetInt32(int.MaxValue - Parts);

    [Test]
    public async Task Every_mutated_frame_is_refused_or_read_as_the_specification_says([Range(0, Parts - 1)] int part)
    {
        TestContext.Out.WriteLine($"POOL_SEED={FirstSeed + part} runs these frames again.");
        var fuzz = new FrameFuzz(FirstSeed + part);

        await fuzz.RunAsync(FramesOfAPart);

        TestContext.Out.WriteLine(fuzz.Tally);
        Enum.GetValues<ProtocolFault>()
            .Except([ProtocolFault.Unsendable, ProtocolFault.Unreadable])
            .Except(fuzz.Tally.Faults).ShouldBeEmpty("The mutator reaches every fault of a receiver.");
        MessageTypes().Except(fuzz.Tally.Accepted.Where(type => type.Value > FramesOfAPart / 500).Select(type => type.Key))
            .ShouldBeEmpty("Enough mutants of every type survive.");
        fuzz.Tally.Refused.ShouldBeInRange(FramesOfAPart / 2, FramesOfAPart * 9 / 10);
    }

    private static IEnumerable<string> MessageTypes() => typeof(WorkerMessage).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(HostMessage)) || type.IsSubclassOf(typeof(WorkerMessage)))
        .Select(type => type.Name);
}
