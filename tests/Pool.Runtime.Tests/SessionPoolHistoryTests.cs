using System.Globalization;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests;

/// <summary>
/// Random histories against the pool's promises. <c>POOL_SEED=17</c> replays one, <c>POOL_SEED=1-500</c> runs many.
/// </summary>
[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
[Category("Repetition")]
internal sealed class SessionPoolHistoryTests(Transport transport)
{
    [TestCaseSource(nameof(Seeds))]
    public async Task Every_promise_is_kept_in_a_random_history(int seed)
    {
        TestContext.Out.WriteLine($"POOL_SEED={seed} runs this history again.");
        var history = new History(seed, transport);

        await history.RunAsync();

        history.ShouldSatisfyAllConditions(
            $"POOL_SEED={seed}",
            EveryCallEndsAsPromised,
            SessionsHoldWhatWasAcknowledged,
            EffectsHappenOnce,
            CountersAgree,
            NothingIsLeft,
            each => each.Events.Violations.ShouldBeEmpty());
    }

    private static IEnumerable<int> Seeds()
    {
        if (Environment.GetEnvironmentVariable("POOL_SEED") is not { Length: > 0 } given)
            return Enumerable.Range(1, 8);
        var ends = given.Split('-');
        var first = int.Parse(ends[0], CultureInfo.InvariantCulture);
        return Enumerable.Range(first, int.Parse(ends[^1], CultureInfo.InvariantCulture) - first + 1);
    }

    private static void EveryCallEndsAsPromised(History history) => history.Calls
        .Where(call => call.Answer is { IsCompletedSuccessfully: false } answer
            && !history.Allows(call, (Exception?)answer.Exception?.InnerException ?? Cancellation(answer)))
        .Select(call => $"{call}: {call.Answer.Exception?.InnerException ?? Cancellation(call.Answer)}")
        .ShouldBeEmpty();

    private static OperationCanceledException Cancellation(Task answer)
    {
        try
        {
            answer.GetAwaiter().GetResult();
            throw new InvalidOperationException("The task was not cancelled.");
        }
        catch (OperationCanceledException e)
        {
            return e;
        }
    }

    // A session's calls run in the order in which they were made. So each answer shows what the one before it showed, then
    // the appends since: those that succeeded, and of those that were stopped the ones that the worker had finished all
    // the same.
    private static void SessionsHoldWhatWasAcknowledged(History history)
    {
        foreach (var session in history.Calls.Where(call => call.Session is not null).GroupBy(call => call.Session))
        {
            var items = new List<int>();
            var maybe = new List<int>();
            foreach (var call in session.OrderBy(call => call.Id))
            {
                if (!call.Succeeded)
                {
                    if (call.Command == "append")
                        maybe.Add(call.Id);
                    continue;
                }

                if (call.Command == "end_session")
                {
                    items.Clear();
                    maybe.Clear();
                    continue;
                }

                var seen = call.Answer.Result.ShouldNotBeNull();
                items.AddRange(seen.Skip(items.Count).Where(maybe.Contains));
                if (call.Command == "append")
                    items.Add(call.Id);
                seen.AsEnumerable().ShouldBe(items, $"{call}");
                maybe.Clear();
            }
        }
    }

    private static void EffectsHappenOnce(History history)
    {
        history.Effects.Where(effect => effect.Value != 1).ShouldBeEmpty();
        history.Calls.Where(call => call.Command == "act" && call.Succeeded && !history.Effects.ContainsKey(call.Id)).ShouldBeEmpty();
    }

    private static void CountersAgree(History history)
    {
        var calls = history.Calls.Where(call => call.Command != "end_session").ToList();
        var counters = history.Final.Counters;
        counters.Checkins.ShouldBe(counters.Checkouts);
        counters.Successes.ShouldBe(calls.Count(call => call.Succeeded));
        counters.Cancellations.ShouldBe(calls.Count(call => call.Answer.IsCanceled));
        (counters.Errors + counters.Successes + counters.Cancellations).ShouldBe(calls.Count);
        // A call that was turned away may have come back, and have ended otherwise.
        counters.QueueRejections.ShouldBeGreaterThanOrEqualTo(
            history.Calls.Count(call => call.Answer.Exception?.InnerException is PoolSaturatedException));
        // Events end with the pool; calls that it refuses afterwards are counted all the same.
        if (history is { AtRest: not null, Events.Counted: { } counted })
        {
            counted.ShouldBe(counters with
            {
                Successes = 0,
                Cancellations = 0,
                Retries = 0,
                Recovered = 0,
                Starts = 0,
                QueueTimeouts = 0,
                QueueRejections = 0,
                SessionMoves = 0,
            });
        }
    }

    private static void NothingIsLeft(History history)
    {
        history.AtRest?.ShouldSatisfyAllConditions(rest => rest.Busy.ShouldBe(0), rest => rest.QueueDepth.ShouldBe(0));
        history.Final.Workers.ShouldBeEmpty();
        history.Final.QueueDepth.ShouldBe(0);
        history.Disposals.ShouldAllBe(times => times == 1);
    }
}
