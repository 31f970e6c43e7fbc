namespace Pool.Runtime.Tests;

/// <summary>How a pool and its in-process workers speak: with objects, or with frames through a pipe as a process does.</summary>
public enum Transport
{
    InMemory,
    Framed,
}
