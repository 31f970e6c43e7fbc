namespace Pool.Reporting.Thresholds;

/// <summary>A threshold text that can't be read.</summary>
public sealed class ThresholdFormatException : FormatException
{
    internal ThresholdFormatException(string message, int position)
        : base(message) => Position = position;

    /// <summary>Where in the text reading stopped, counted in characters from 0.</summary>
    public int Position { get; }
}
