using NUnit.Framework.Internal;
using Pool.NUnit.Isolation.Load;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>
/// Gives a load's client an NUnit context of its own: a failing <c>Assert</c> in an operation is counted as a failed operation, and
/// doesn't collect in the result of the test, which many clients would write at a time.
/// </summary>
internal sealed class ClientAssertionScope(TestExecutionContext parent) : ILoadClientScope
{
    private readonly TestExecutionContext _context = new(parent);

    public void Enter()
    {
        AfterFailure();
        _context.EstablishExecutionEnvironment();
    }

    public void AfterFailure() => _context.CurrentResult = _context.CurrentTest.MakeTestResult();
}
