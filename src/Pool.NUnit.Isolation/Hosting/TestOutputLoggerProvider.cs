using Microsoft.Extensions.Logging;

namespace Pool.NUnit.Isolation.Hosting;

/// <summary>Writes log messages to the output of one test, also those of threads that NUnit can't attribute.</summary>
internal sealed class TestOutputLoggerProvider(TextWriter output, string testId) : ILoggerProvider
{
    private readonly TextWriter _output = TextWriter.Synchronized(output);

    public ILogger CreateLogger(string categoryName) => new TestOutputLogger(_output, testId, categoryName);

    public void Dispose()
    {
        // The writer is NUnit's.
    }
}
