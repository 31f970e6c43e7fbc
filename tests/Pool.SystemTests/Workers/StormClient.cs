using Pool.Runtime;
using Pool.Runtime.Errors;

namespace Pool.SystemTests.Workers;

/// <summary>Calls one command after the other until the storm is over: queries and effects in turn.</summary>
internal sealed class StormClient(SessionPool pool, StormFolder folder, int number)
{
    private const int MaxCalls = 100_000;

    private readonly Random _random = new(number);
    private volatile TaskCompletionSource _nextCall = New();

    /// <summary>Completes when a call that is under way now, or else the next, has ended.</summary>
    public Task NextCall => _nextCall.Task;

    public async Task<IReadOnlyList<StormCall>> RunAsync(CancellationToken over)
    {
        var calls = new List<StormCall>();
        while (!over.IsCancellationRequested && calls.Count < MaxCalls)
        {
            var id = (number * MaxCalls) + calls.Count;
            var command = calls.Count % 2 == 0 ? StormFolder.Look : StormFolder.Act;
            calls.Add(new StormCall(id, command, await CallAsync(id, command)));
            Interlocked.Exchange(ref _nextCall, New()).SetResult();
        }

        return calls;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<Exception?> CallAsync(int id, string command)
    {
        try
        {
            var answer = await pool.ExecuteAnonymousAsync(command, new { id, seconds = _random.Next(1, 15) / 1000.0, path = folder.Effects });
            answer.Value.GetInt32().ShouldBe(id);
            return null;
        }
        catch (PoolException e)
        {
            return e;
        }
    }
}
