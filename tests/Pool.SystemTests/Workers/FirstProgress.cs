using System.Text.Json;

namespace Pool.SystemTests.Workers;

/// <summary>Tells that a command has begun.</summary>
internal sealed class FirstProgress : IProgress<JsonElement>
{
    private readonly TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Came => _came.Task;

    public void Report(JsonElement value) => _came.TrySetResult();
}
