namespace Pool.NUnit.Isolation.Load;

/// <summary>What a test body returns, as far as waiting for it goes.</summary>
internal enum AwaitableKind
{
    None,
    Task,
    ValueTask,
    GenericValueTask,
}
