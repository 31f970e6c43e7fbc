using NUnit.Framework;

namespace Pool.NUnit.Isolation.Benchmarks.Tests;

/// <summary>10,000 isolated tests at a time, each of which calls its pool and writes a file.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ParallelTests
{
    [IsolatedTest]
    public async Task Test([Range(1, 10_000)] int number)
    {
        TestEnvironment environment = TestEnvironment.Current!;
        await environment.Pool.ExecuteAsync("s", "ping", cancellationToken: environment.CancellationToken);
        if (number % 10 == 0)
        {
            await File.WriteAllTextAsync(Path.Combine(environment.TempDirectory, "file"), "text", environment.CancellationToken);
        }
    }
}
