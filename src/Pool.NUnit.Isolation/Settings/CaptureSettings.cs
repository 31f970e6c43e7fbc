using Microsoft.Extensions.Logging;
using Pool.NUnit.Isolation.Settings.Table;

namespace Pool.NUnit.Isolation.Settings;

/// <summary>What is kept of a test's log for its failure.</summary>
/// <param name="Level">Lowest level kept.</param>
/// <param name="MaxEntries">Entries, the last ones.</param>
/// <param name="MaxBytes">Bytes of their text.</param>
internal sealed record CaptureSettings(LogLevel Level, int MaxEntries, int MaxBytes)
{
    public static CaptureSettings Of(EffectiveSettings values) => new(
        values.Choice<LogLevel>(IsolationRows.CaptureLevel),
        values.Number(IsolationRows.CaptureMaxEntries),
        values.Number(IsolationRows.CaptureMaxKilobytes) * 1024);
}
