using System.Globalization;

namespace Pool.Reporting.Verdicts;

/// <summary>Text that reads the same in every culture.</summary>
internal static class VerdictText
{
    internal static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
