using NUnit.Framework;
using NUnit.Framework.Interfaces;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>
/// Fails a test that an attribute on its fixture or assembly makes isolated while NUnit does not use that attribute: another one
/// that wraps set-up and tear-down, such as <c>[MaxTime]</c>, stands nearer and hides it. The test would run without an environment.
/// </summary>
internal sealed class HiddenAttributeCheck : ITestAction
{
    public ActionTargets Targets => ActionTargets.Test;

    public void BeforeTest(ITest test)
    {
        if (test.Method is { } method
            && TestDeclaration.Of(method.MethodInfo).Lead is not null
            && IsolatedExecution.Current?.Method != method)
        {
            throw new InvalidOperationException(
                $"{test.FullName} is isolated by [IsolatedTest] on its fixture or assembly, which NUnit ignores here: another attribute that wraps "
                + "set-up and tear-down, such as [MaxTime], stands nearer. Put [IsolatedTest] on the same method or fixture as that attribute.");
        }
    }

    public void AfterTest(ITest test)
    {
        // It only looks.
    }
}
