namespace Pool.NUnit.Isolation.Faults;

/// <summary>A fault found no worker to strike. The message says which workers there are.</summary>
public sealed class FaultTargetException : InvalidOperationException
{
    internal FaultTargetException(string message)
        : base(message)
    {
    }
}
