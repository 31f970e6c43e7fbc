using System.Linq.Expressions;
using System.Reflection;

namespace Pool.NUnit.Isolation.Load;

/// <summary>Calls a test body by a compiled delegate, without reflection per call.</summary>
internal static class BodyInvoker
{
    /// <summary>Whether the body blocks its caller until it is done.</summary>
    public static bool IsSynchronous(MethodInfo method) => Awaitable(method.ReturnType) == AwaitableKind.None;

    /// <summary>
    /// A function that calls the method on the fixture with the arguments and returns its completion. Its token goes to a last
    /// parameter that the arguments don't cover.
    /// </summary>
    public static Func<CancellationToken, ValueTask> Compile(MethodInfo method, object? fixture, object?[] arguments)
    {
        ParameterInfo[] parameters = method.GetParameters();
        ParameterExpression token = Expression.Parameter(typeof(CancellationToken));
        Expression[] values = [.. parameters.Select((p, i) => i >= arguments.Length && p.ParameterType == typeof(CancellationToken)
            ? (Expression)token
            : Expression.Constant(Value(arguments, i, p), p.ParameterType))];
        Expression call = method.IsStatic
            ? Expression.Call(method, values)
            : Expression.Call(Expression.Constant(fixture, method.DeclaringType!), method, values);
        return Expression.Lambda<Func<CancellationToken, ValueTask>>(ToValueTask(call), token).Compile();
    }

    private static object? Value(object?[] arguments, int index, ParameterInfo parameter)
    {
        object? value = index < arguments.Length ? arguments[index] : parameter.DefaultValue;
        if (value is not null && !parameter.ParameterType.IsInstanceOfType(value))
        {
            Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
            value = type.IsEnum
                ? Enum.ToObject(type, value)
                : Convert.ChangeType(value, type, System.Globalization.CultureInfo.InvariantCulture);
        }

        return value;
    }

    private static Expression ToValueTask(Expression call)
    {
        switch (Awaitable(call.Type))
        {
            case AwaitableKind.ValueTask:
                return call;
            case AwaitableKind.Task:
                return Expression.New(typeof(ValueTask).GetConstructor([typeof(Task)])!, Expression.Convert(call, typeof(Task)));
            case AwaitableKind.GenericValueTask:
                Expression asTask = Expression.Call(call, call.Type.GetMethod(nameof(ValueTask<>.AsTask))!);
                return Expression.New(typeof(ValueTask).GetConstructor([typeof(Task)])!, Expression.Convert(asTask, typeof(Task)));
            default:
                return Expression.Block(typeof(ValueTask), call, Expression.Default(typeof(ValueTask)));
        }
    }

    private static AwaitableKind Awaitable(Type type)
    {
        if (typeof(Task).IsAssignableFrom(type))
        {
            return AwaitableKind.Task;
        }

        if (type == typeof(ValueTask))
        {
            return AwaitableKind.ValueTask;
        }

        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>)
            ? AwaitableKind.GenericValueTask
            : AwaitableKind.None;
    }

}
