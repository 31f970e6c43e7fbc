using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>
/// Surrounds one run of a test, <c>[SetUp]</c> to <c>[TearDown]</c>, with its environment. Once per repetition of
/// <c>[Repeat]</c> and <c>[Retry]</c>.
/// </summary>
internal sealed class IsolatedTestCommand(TestCommand inner) : DelegatingTestCommand(inner)
{
    public override TestResult Execute(TestExecutionContext context)
    {
        object?[] arguments = ((TestMethod)Test).Arguments;
        object?[] places = [.. arguments];
        using IsolatedExecution execution = new(context);
        // Set here and not in asynchronous set-up, from which it would not flow out.
        IsolatedExecution? outer = IsolatedExecution.Enter(execution);
        try
        {
            if (TrySetUp(context, execution, arguments))
            {
                RunInner(context);
            }
        }
        finally
        {
            TearDown(context, execution);
            places.CopyTo(arguments, 0);
            IsolatedExecution.Enter(outer);
        }

        return context.CurrentResult;
    }

    private static bool TrySetUp(TestExecutionContext context, IsolatedExecution execution, object?[] arguments)
    {
        try
        {
            execution.SetUp();
            InjectedParameters.Fill(arguments, execution);
            return true;
        }
        catch (Exception error)
        {
            context.CurrentResult.RecordException(error, FailureSite.SetUp);
            return false;
        }
    }

    // Whatever happens here, the next test on this thread must find nothing of this one.
    private static void TearDown(TestExecutionContext context, IsolatedExecution execution)
    {
        try
        {
            execution.TearDown();
        }
        catch (Exception error)
        {
            context.CurrentResult.RecordTearDownException(error);
        }
    }

    private void RunInner(TestExecutionContext context)
    {
        try
        {
            innerCommand.Execute(context);
        }
        catch (Exception error)
        {
            context.CurrentResult.RecordException(error);
        }
    }
}
