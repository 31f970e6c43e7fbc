namespace Pool.Reporting.Thresholds;

/// <summary>
/// Reads thresholds such as <c>p99 &lt; 500ms; errors &lt; 1%; throughput &gt; 1000/s; read.p50 &lt; 5ms</c>.
/// </summary>
/// <remarks>
/// Grammar: thresholds are separated by semicolons; each is <c>[operation.]metric comparison limit</c>. Metrics: p50,
/// p90, p95, p99, p99.9, max and mean take <c>&lt;</c> or <c>&lt;=</c> and a time in ns, us, µs, ms or s; errors takes
/// <c>&lt;</c> or <c>&lt;=</c> and a percentage (<c>1%</c>) or a share (<c>0.01</c>); throughput takes <c>&gt;</c> or
/// <c>&gt;=</c> and a rate (<c>1000/s</c>); count takes any comparison and a plain number. Thread-safe.
/// </remarks>
public static class ThresholdParser
{
    /// <summary>Reads a list of thresholds.</summary>
    /// <param name="text">The text; empty for none.</param>
    /// <returns>The thresholds in the order of the text.</returns>
    /// <exception cref="ThresholdFormatException">The text can't be read; the message says where and what is
    /// allowed.</exception>
    public static IReadOnlyList<Threshold> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var thresholds = new List<Threshold>();
        var start = 0;
        while (start < text.Length)
        {
            var end = text.IndexOf(';', start);
            if (end < 0)
            {
                end = text.Length;
            }

            if (!string.IsNullOrWhiteSpace(text.Substring(start, end - start)))
            {
                thresholds.Add(ParseOne(text, start, end));
            }
            else if (end < text.Length)
            {
                throw Error(text, start, "there is nothing before this semicolon", "Remove it.");
            }

            start = end + 1;
        }

        return thresholds;
    }

    private static Threshold ParseOne(string text, int start, int end)
    {
        var comparisonAt = text.IndexOfAny(['<', '>', '='], start, end - start);
        var (left, leftAt) = Trim(text, start, comparisonAt < 0 ? end : comparisonAt);
        if (comparisonAt < 0)
        {
            throw Error(text, leftAt, $"'{left}' has no comparison", "Write for example p99 < 500ms.");
        }

        var (operation, metric) = ParseLeft(text, left, leftAt);
        var comparison = ParseComparison(text, comparisonAt, metric, out var limitAt);
        var (limitText, position) = Trim(text, limitAt, end);
        var limit = ThresholdLimit.Parse(text, limitText, position, metric);
        var (whole, _) = Trim(text, start, end);
        return new Threshold(operation, metric.Metric, comparison, limit, whole);
    }

    private static (string? Operation, MetricSyntax Metric) ParseLeft(string text, string left, int position)
    {
        // Longest name first, so that read.p99.9 is p99.9 of read and not an unknown metric '9'.
        foreach (var metric in MetricSyntax.All.OrderByDescending(metric => metric.Name.Length))
        {
            if (string.Equals(left, metric.Name, StringComparison.Ordinal))
            {
                return (null, metric);
            }

            if (left.EndsWith("." + metric.Name, StringComparison.Ordinal) && left.Length > metric.Name.Length + 1)
            {
                return (left.Substring(0, left.Length - metric.Name.Length - 1), metric);
            }
        }

        throw Error(
            text,
            position,
            left.Length == 0 ? "there is no metric before the comparison" : $"'{left}' is no metric",
            $"Use one of {MetricSyntax.Names}, with an operation's name and a dot before it for that operation alone.");
    }

    private static ThresholdComparison ParseComparison(
        string text, int position, MetricSyntax metric, out int after)
    {
        var withEquals = position + 1 < text.Length && text[position + 1] == '=';
        after = position + (withEquals ? 2 : 1);
        ThresholdComparison? comparison = (text[position], withEquals) switch
        {
            ('<', false) => ThresholdComparison.Less,
            ('<', true) => ThresholdComparison.LessOrEqual,
            ('>', false) => ThresholdComparison.Greater,
            ('>', true) => ThresholdComparison.GreaterOrEqual,
            _ => null,
        };
        return comparison is { } known && metric.Allows(known)
            ? known
            : throw Error(
                text,
                position,
                $"'{text.Substring(position, after - position)}' can't be used with {metric.Name}",
                $"Use {metric.AllowedComparisons}, for example {metric.Example}.");
    }

    private static (string Text, int Position) Trim(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return (text.Substring(start, end - start), start);
    }

    internal static ThresholdFormatException Error(string text, int position, string what, string advice) => new(
        $"The thresholds \"{text}\" can't be read at position {position}: {what}. {advice}", position);
}
