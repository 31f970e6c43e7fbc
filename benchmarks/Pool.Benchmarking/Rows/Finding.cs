namespace Pool.Benchmarking.Rows;

/// <summary>One figure against its bar.</summary>
internal sealed record Finding(string Name, string Value, string Bar, bool Holds)
{
    public override string ToString() => $"{Name} | {Value} | {Bar} | {(Holds ? "ok" : "short")}";

    public static Finding AtMost(string name, double ratio, double limit, string detail) => new(
        name, FormattableString.Invariant($"{ratio:F2}x ({detail})"), FormattableString.Invariant($"at most {limit:0.##}x"), ratio <= limit);

    public static Finding AtLeast(string name, double ratio, double limit, string detail) => new(
        name, FormattableString.Invariant($"{ratio:F2}x ({detail})"), FormattableString.Invariant($"at least {limit:0.##}x"), ratio >= limit);

    public static Finding BytesAtMost(string name, double bytes, double limit, string detail = "") => new(
        name, FormattableString.Invariant($"{bytes:F1} bytes{(detail.Length == 0 ? "" : $" ({detail})")}"),
        FormattableString.Invariant($"at most {limit:0} bytes"),
        // A measurement of nothing allocated sees a few bytes of the runtime's own in a million calls.
        bytes <= limit + 0.5);
}
