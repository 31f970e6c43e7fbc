namespace Pool.Protocol.Conformance;

internal static class Program
{
    private static async Task<int> Main(string[] line) => await ConformanceRun.RunAsync(line, Console.Out, Console.Error);
}
