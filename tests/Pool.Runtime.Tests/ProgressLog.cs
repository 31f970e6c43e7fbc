using System.Text.Json;

namespace Pool.Runtime.Tests;

/// <summary>Keeps the reports of progress, and waits for them.</summary>
internal sealed class ProgressLog(Action<string>? onReport = null) : IProgress<JsonElement>
{
    private readonly Lock _gate = new();
    private readonly List<string> _reports = [];
    private TaskCompletionSource _changed = New();

    public IReadOnlyList<string> Reports
    {
        get
        {
            lock (_gate)
                return [.. _reports];
        }
    }

    public void Report(JsonElement value)
    {
        lock (_gate)
        {
            _reports.Add(value.GetRawText());
            _changed.SetResult();
            _changed = New();
        }

        onReport?.Invoke(value.GetRawText());
    }

    public Task ReachAsync(int count) => UntilAsync(() => _reports.Count >= count);

    public Task ReachAsync(string last) => UntilAsync(() => _reports.Contains(last));

    private async Task UntilAsync(Func<bool> isReached)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (isReached())
                    return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
