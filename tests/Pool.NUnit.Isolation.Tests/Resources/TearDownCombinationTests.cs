using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Pool.NUnit.Isolation.Resources;

namespace Pool.NUnit.Isolation.Tests.Resources;

/// <summary>
/// Tear-down over every combination of items that release, throw, throw later or hang: each is begun, in its order, and each that
/// failed is told of and no other.
/// </summary>
internal sealed partial class TearDownCombinationTests
{
    private const int Items = 5;
    private const int Many = 20;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private enum Behaviour
    {
        Releases,
        Throws,
        ThrowsLater,
        Hangs,
    }

    // The first item's behaviour names the test; the others go through all of theirs.
    [Test]
    public async Task Every_item_is_begun_in_its_order_whatever_the_others_do([Values(0, 1, 2, 3)] int first)
    {
        int combinations = (int)Math.Pow(4, Items - 1);
        for (int combination = 0; combination < combinations; combination++)
        {
            await CheckAsync([(Behaviour)first, .. Enumerable.Range(0, Items - 1).Select(i => (Behaviour)((combination >> (2 * i)) & 3))]);
        }
    }

    [Test]
    public async Task Budget_holds_when_all_hang_and_all_are_begun_nevertheless()
    {
        FakeTimeProvider clock = new();
        TestResourceStack stack = new(clock);
        List<string> begun = [];
        for (int i = 0; i < Many; i++)
        {
            Push(stack, Behaviour.Hangs, Name(i), TimeSpan.FromSeconds(5), begun);
        }

        Task<IReadOnlyList<ResourceFailure>> release = stack.ReleaseAllAsync(Budget);
        while (!release.IsCompleted)
        {
            // Time passes only while an item has it.
            if (Count(begun) == Many - stack.Count)
            {
                clock.Advance(Step);
            }

            await Task.Yield();
        }

        // Twice 5 s and what is left of 11; the others share the last one.
        IReadOnlyList<ResourceFailure> failures = await release;
        Count(begun).ShouldBe(Many);
        failures.Select(static f => f.Name).ShouldBe(Enumerable.Range(0, Many).Reverse().Select(Name));
        int[] limits = [.. failures.Select(static f => int.Parse(Limit().Match(f.Message).Groups["ms"].Value, CultureInfo.InvariantCulture))];
        limits[..2].ShouldBe([5_000, 5_000]);
        limits[2].ShouldBeInRange(1, 1_000);
        limits[3..].ShouldAllBe(static limit => limit <= 1_000);
        failures.Skip(2).ShouldAllBe(static f => f.Message.Contains("others had used up the 12000 ms of the tear-down", StringComparison.Ordinal));
    }

    [Test]
    public async Task Second_release_finds_nothing_to_do()
    {
        TestResourceStack stack = new();
        List<string> begun = [];
        Push(stack, Behaviour.Throws, "a", Never, begun);
        (await stack.ReleaseAllAsync()).Count.ShouldBe(1);
        (await stack.ReleaseAllAsync()).ShouldBeEmpty();
        begun.ShouldBe(["a"]);
    }

    private static async Task CheckAsync(Behaviour[] behaviours)
    {
        TestResourceStack stack = new();
        List<string> begun = [];
        for (int i = 0; i < behaviours.Length; i++)
        {
            Push(stack, behaviours[i], Name(i), behaviours[i] == Behaviour.Hangs ? Soon : Never, begun);
        }

        IReadOnlyList<ResourceFailure> failures = await stack.ReleaseAllAsync(TimeSpan.FromHours(1));

        string combination = string.Join(',', behaviours);
        string[] order = [.. Enumerable.Range(0, behaviours.Length).Reverse().Select(Name)];
        failures.Select(static f => f.Name).ToArray()
            .ShouldBe([.. order.Where(name => behaviours[Index(name)] != Behaviour.Releases)], combination);
        stack.Count.ShouldBe(0, combination);
        // One that was given no time may be begun only after it was given up.
        string[] waitedFor = [.. order.Where(name => behaviours[Index(name)] != Behaviour.Hangs)];
        lock (begun)
        {
            begun.Where(waitedFor.Contains).ToArray().ShouldBe(waitedFor, combination);
        }
    }

    private static string Name(int index) => index.ToString(CultureInfo.InvariantCulture);

    private static int Index(string name) => int.Parse(name, CultureInfo.InvariantCulture);

    private static void Push(TestResourceStack stack, Behaviour behaviour, string name, TimeSpan deadline, List<string> begun) => stack.Push(
        name,
        _ =>
        {
            lock (begun)
            {
                begun.Add(name);
            }

            return behaviour switch
            {
                Behaviour.Releases => ValueTask.CompletedTask,
                Behaviour.Throws => throw new InvalidOperationException("broke"),
                Behaviour.ThrowsLater => new ValueTask(ThrowLaterAsync()),
                _ => new ValueTask(new TaskCompletionSource().Task),
            };
        },
        deadline);

    private static async Task ThrowLaterAsync()
    {
        await Task.Yield();
        throw new InvalidOperationException("broke later");
    }

    private static int Count(List<string> begun)
    {
        lock (begun)
        {
            return begun.Count;
        }
    }

    [GeneratedRegex("within (?<ms>[0-9]+) ms", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Limit();
}
