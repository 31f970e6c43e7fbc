namespace Pool.Reporting.Baselines;

/// <summary>A baseline file that can't be used; the message names the file, the place and what is wrong.</summary>
public sealed class BaselineFormatException : FormatException
{
    internal BaselineFormatException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
