using Pool.Runtime;
using Pool.Runtime.Adapters;
using TextAnalytics;

if (PythonInterpreter.Find() is not { } python)
{
    await Console.Error.WriteLineAsync("There is no python3 of 3.9 or later on the path. Install Python and run this again.");
    return 1;
}

await using SessionPool pool = await SessionPool.StartAsync(TextWorkers.Pool, new ProcessAdapter(TextWorkers.Program(python)));
await new Walkthrough(pool, Console.Out).RunAsync();
return 0;
