namespace Pool.NUnit.Isolation.Load;

/// <summary>What surrounds the operations of one client.</summary>
internal interface ILoadClientScope
{
    /// <summary>Called once on the client's own flow of execution, before its first operation.</summary>
    void Enter();

    /// <summary>Called after an operation that failed.</summary>
    void AfterFailure();
}
