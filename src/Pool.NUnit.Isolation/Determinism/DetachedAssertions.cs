using NUnit.Framework.Internal;

namespace Pool.NUnit.Isolation.Determinism;

/// <summary>
/// An NUnit context in which a failing <c>Assert</c> only throws. In the test's own it is also noted in the test's result, which
/// then fails even if the exception is caught. Output still reaches the test.
/// </summary>
internal sealed class DetachedAssertions : IDisposable
{
    private readonly TestExecutionContext.IsolatedContext _isolated = new();
    private readonly TestExecutionContext _context = TestExecutionContext.CurrentContext;

    public DetachedAssertions() => _context.CurrentResult = _context.CurrentTest.MakeTestResult();

    public void Dispose() => _isolated.Dispose();
}
