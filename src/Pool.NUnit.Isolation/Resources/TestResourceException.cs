namespace Pool.NUnit.Isolation.Resources;

/// <summary>A resource of a test could not be released. The other resources were.</summary>
public sealed class TestResourceException : Exception
{
    internal TestResourceException(ResourceFailure failure)
        : base(failure.Message, failure.Error)
    {
    }
}
