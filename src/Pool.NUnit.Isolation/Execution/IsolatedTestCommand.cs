using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;
using Pool.NUnit.Isolation.Layers;
using Pool.NUnit.Isolation.Timeouts;

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
            if (IsSkipped(context))
            {
                return context.CurrentResult;
            }

            if (TrySetUp(context, execution, arguments))
            {
                RunInner(context, execution);
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

    // Here and not where tests are built, since an attribute of the assembly is not asked there.
    private static bool IsSkipped(TestExecutionContext context)
    {
        TestDeclaration declaration = TestDeclaration.Of(context.CurrentTest.Method!.MethodInfo);
        if (declaration.Level != DeclarationLevel.Assembly
            || TestMode.Parse(Environment.GetEnvironmentVariable(TestMode.VariableName)).SkipReasonFor(declaration.Layer) is not { } reason)
        {
            return false;
        }

        context.CurrentResult.SetResult(ResultState.Ignored, reason);
        return true;
    }

    private void RunInner(TestExecutionContext context, IsolatedExecution execution)
    {
        try
        {
            if (execution.TimeLimit is { } limit)
            {
                new HardTimeout(limit, execution).Execute(innerCommand, context);
            }
            else
            {
                innerCommand.Execute(context);
            }
        }
        catch (Exception error)
        {
            context.CurrentResult.RecordException(error);
        }
    }
}
