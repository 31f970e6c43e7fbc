using System.Globalization;

namespace Pool.NUnit.Isolation.Benchmarks.Cases;

/// <summary>The cases by the arguments of their process.</summary>
internal static class CaseTable
{
    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(string[] arguments) => arguments switch
    {
        ["container", var kind] => await ContainerCase.RunAsync(kind),
        ["tests", var kind] => TestsCase.Run(kind),
        ["parallel", var count] => ParallelCase.Run(int.Parse(count, CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"There is no case '{string.Join(' ', arguments)}'.", nameof(arguments)),
    };
}
