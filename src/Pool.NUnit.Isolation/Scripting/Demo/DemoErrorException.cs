namespace Pool.NUnit.Isolation.Scripting.Demo;

/// <summary>An error of a demo command, with the type that the other demo workers give it.</summary>
internal sealed class DemoErrorException(string type, string message, bool retryable = false) : Exception(message)
{
    public string Type => type;

    public bool Retryable => retryable;

    public static DemoErrorException InvalidArguments(string message) => new("InvalidArguments", message);
}
