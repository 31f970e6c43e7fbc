using System.Globalization;
using System.Text;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>Log entries as text.</summary>
internal static class LogText
{
    private const int MaxException = 16_384;
    private const int EntriesInMessage = 5;

    public static string Line(CapturedLog entry)
    {
        StringBuilder line = new();
        line.Append(CultureInfo.InvariantCulture, $"{entry.At.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffffZ} [{entry.Level}] {PlainText.Of(entry.Category)}");
        if (entry.EventId.Id != 0)
        {
            line.Append(CultureInfo.InvariantCulture, $"[{entry.EventId.Id}]");
        }

        line.Append(CultureInfo.InvariantCulture, $" test_id={entry.TestId}");
        Append(line, "pool_name", entry.PoolName);
        Append(line, "worker_id", entry.WorkerId);
        foreach ((string name, object? value) in entry.Scopes)
        {
            // Scopes may write the whole text of their template under this name, beside its values.
            if (name is not ("pool_name" or "worker_id" or "test_id" or "{OriginalFormat}"))
            {
                Append(line, name, value);
            }
        }

        line.Append(": ").Append(PlainText.Of(entry.Message));
        if (entry.Exception is { } exception)
        {
            line.Append(PlainText.Of("\n" + StableValue.Cut(TextOf(exception), MaxException)));
        }

        return line.ToString();
    }

    public static string NoSuchEntry(TestTelemetry telemetry, TimeSpan limit)
    {
        IReadOnlyList<CapturedLog> entries = telemetry.Logs;
        IEnumerable<string> last = entries.Skip(entries.Count - EntriesInMessage).Select(static e => $"{Environment.NewLine}  {Line(e)}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"No log entry matched within {limit.TotalMilliseconds:0} ms; {entries.Count} entries of level {telemetry.Options.MinimumLevel} and up are kept, {telemetry.LogsDropped} were dropped. Wait longer, or check level and category. {(entries.Count == 0 ? "There is none." : "The last:")}{string.Concat(last)}");
    }

    private static void Append(StringBuilder line, string name, object? value)
    {
        if (value is not null)
        {
            line.Append(' ').Append(PlainText.Of(name)).Append('=').Append(PlainText.Of(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
        }
    }

    private static string TextOf(Exception exception)
    {
        try
        {
            return exception.ToString();
        }
        catch (Exception error)
        {
            return $"{exception.GetType()}, whose text can't be shown: {error.GetType().Name}";
        }
    }
}
