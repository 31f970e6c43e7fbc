using System.Globalization;
using Pool.Runtime.Benchmarks.Transports;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>The cases by the arguments of their process.</summary>
internal static class CaseTable
{
    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(string[] arguments) => arguments switch
    {
        ["load", var kind, var clients, var workers, var seconds] =>
            (await LoadCase.RunAsync(kind, Number(clients), Number(workers), Seconds(seconds))).ByName,
        ["transport", var kind, var clients, var workers, var seconds] =>
            (await TransportCase.RunAsync(kind, Number(clients), Number(workers), Seconds(seconds))).ByName,
        ["checkout", var kind] => await CheckoutCase.RunAsync(kind),
        ["queue", var kind] => await QueueCase.RunAsync(kind),
        ["batch", var kind, var seconds] => await BatchCase.RunAsync(kind, Seconds(seconds)),
        ["allocation"] => await AllocationCase.RunAsync(),
        ["sessions", var sessions] => await SessionsCase.RunAsync(Number(sessions)),
        ["echo", var program, var seconds] => EchoCase.Run(program, Seconds(seconds)),
        ["hello", var repetitions] => HelloCase.Run(Number(repetitions)),
        ["start", var kind] => await StartCase.RunAsync(kind),
        ["recovery", var repetitions] => await RecoveryCase.RunAsync(Number(repetitions)),
        ["first-ping", var kind, var repetitions, var importSeconds, var guard] =>
            await FirstPingCase.RunAsync(kind, Number(repetitions), double.Parse(importSeconds, CultureInfo.InvariantCulture), Enum.Parse<OrphanGuard>(guard)),
        ["single-use", var seconds] => await SingleUseCase.RunAsync(Seconds(seconds)),
        ["memory", var kind] => await MemoryCase.RunAsync(kind),
        _ => throw new ArgumentException($"There is no case '{string.Join(' ', arguments)}'.", nameof(arguments)),
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));
}
