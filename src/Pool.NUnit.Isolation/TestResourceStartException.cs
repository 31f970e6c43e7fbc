namespace Pool.NUnit.Isolation;

/// <summary>A resource could not be started. What its start had done was undone.</summary>
public sealed class TestResourceStartException : Exception
{
    internal TestResourceStartException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
