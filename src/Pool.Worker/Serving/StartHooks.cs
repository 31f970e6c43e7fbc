namespace Pool.Worker.Serving;

/// <summary>Runs what the user wants done before the worker says hello.</summary>
internal static class StartHooks
{
    /// <summary>Runs hooks in their order; false when one threw, which is then told on standard error.</summary>
    public static async Task<bool> RunAsync(string kind, IEnumerable<Func<Task>> hooks)
    {
        try
        {
            foreach (Func<Task> hook in hooks)
                await hook();
            return true;
        }
        catch (Exception failure)
        {
            await Console.Error.WriteLineAsync(
                $"{failure}{Environment.NewLine}Pool.Worker: the {kind} hook threw {failure.GetType()}: {failure.Message}");
            return false;
        }
    }
}
