using System.Reflection;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>Parameters of a test method that the container fills.</summary>
internal static class InjectedParameters
{
    /// <summary>Whether the method has parameters and nobody else brings values for them.</summary>
    public static bool AreAllOf(IMethodInfo method) =>
        method.GetParameters().Length > 0
        && !Attribute.GetCustomAttributes(method.MethodInfo, inherit: true).Any(static a => a is ITestBuilder and not PoolTestAttribute)
        && !method.GetParameters().Any(static p => p.IsDefined<IParameterDataSource>(inherit: false));

    /// <summary>Builds the one case, with a place kept for each parameter.</summary>
    public static TestMethod BuildCase(NUnitTestCaseBuilder builder, IMethodInfo method, Test? suite)
    {
        ParameterInfo[] parameters = method.MethodInfo.GetParameters();
        // NUnit itself appends its token to arguments that lack it.
        bool appended = parameters[^1].ParameterType == typeof(CancellationToken);
        object?[] places = new object?[appended ? parameters.Length - 1 : parameters.Length];
        TestMethod test = builder.BuildTestMethod(method, suite, new TestCaseParameters(places) { TestName = method.Name });
        if (parameters.Take(places.Length).FirstOrDefault(static p => !CanInject(p.ParameterType)) is { } wrong)
        {
            test.MakeInvalid($"Parameter \"{wrong.Name}\" is a {wrong.ParameterType.Name}, which no container holds. Give it values by [TestCase] or [Values], or remove it.");
        }

        return test;
    }

    /// <summary>Fills the places that hold no value.</summary>
    /// <param name="arguments">The array that NUnit passes to the method; changed in place.</param>
    /// <param name="execution">The test.</param>
    /// <exception cref="InvalidOperationException">A parameter's type is no service.</exception>
    public static void Fill(object?[] arguments, IsolatedExecution execution)
    {
        bool allInjected = AreAllOf(execution.Method);
        ParameterInfo[] parameters = execution.Method.MethodInfo.GetParameters();
        for (int i = 0; i < Math.Min(arguments.Length, parameters.Length); i++)
        {
            if (arguments[i] is null or Missing && (allInjected || execution.CanProvide(parameters[i])))
            {
                arguments[i] = execution.Provide(parameters[i]);
            }
        }
    }

    /// <summary>Whether the method asks for one of these types.</summary>
    public static bool Include(IMethodInfo method, params ReadOnlySpan<Type> types)
    {
        foreach (ParameterInfo parameter in method.MethodInfo.GetParameters())
        {
            if (types.Contains(parameter.ParameterType))
            {
                return true;
            }
        }

        return false;
    }

    private static bool CanInject(Type type) => !type.IsValueType || type == typeof(CancellationToken);
}
