using System.Globalization;
using System.Text.Json;
using Pool.StackReader;

// <process id> <managed id of a thread> <id of a test>: writes one line of JSON, a StackReport, to standard output.
if (args is not [var process, var thread, var testId]
    || !int.TryParse(process, CultureInfo.InvariantCulture, out int processId)
    || !int.TryParse(thread, CultureInfo.InvariantCulture, out int threadId))
{
    await Console.Error.WriteLineAsync("Usage: Pool.StackReader <process id> <managed thread id> <test id>");
    return 2;
}

StackReport report = new ProcessDump(processId).Read(threadId, testId);
await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report));
return 0;
