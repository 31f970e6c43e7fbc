using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Pool.NUnit.Isolation.Resources;

/// <summary>How a resource's class is made.</summary>
/// <param name="Constructor">Its one constructor; null when there is a problem.</param>
/// <param name="Parameters">What that takes.</param>
/// <param name="Problem">Why the class can be no resource; null when it can.</param>
internal sealed record ResourceShape(ConstructorInfo? Constructor, IReadOnlyList<ParameterInfo> Parameters, string? Problem)
{
    public static ResourceShape Of(Type type)
    {
        ConstructorInfo[] constructors = type.GetConstructors();
        string? problem = type switch
        {
            { IsAbstract: true } => "is abstract; declare a class that can be made.",
            _ when typeof(IDisposable).IsAssignableFrom(type) || typeof(IAsyncDisposable).IsAssignableFrom(type) =>
                "can be disposed, so that the container of the first test to use it would dispose it for all. Let StopAsync alone release what it holds.",
            _ when constructors.Length != 1 => $"has {constructors.Length} public constructors; leave one, which takes the resources that it needs.",
            _ => null,
        };
        return problem is null
            ? new ResourceShape(constructors[0], constructors[0].GetParameters(), null)
            : new ResourceShape(null, [], $"{type.Name} {problem}");
    }

    public static bool IsResource(Type type) => typeof(IAsyncTestResource).IsAssignableFrom(type);

    /// <summary>Makes the resource.</summary>
    /// <param name="dependencies">Those it takes, by class.</param>
    /// <param name="services">The test's container; null when it lives longer.</param>
    public IAsyncTestResource Create(IReadOnlyDictionary<Type, IAsyncTestResource> dependencies, IServiceProvider? services)
    {
        object?[] arguments = [.. Parameters.Select(parameter => Argument(parameter, dependencies, services))];
        return (IAsyncTestResource)Constructor!.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    private static object? Argument(ParameterInfo parameter, IReadOnlyDictionary<Type, IAsyncTestResource> dependencies, IServiceProvider? services)
    {
        if (dependencies.TryGetValue(parameter.ParameterType, out IAsyncTestResource? dependency))
        {
            return dependency;
        }

        return services?.GetService(parameter.ParameterType)
            ?? (parameter.HasDefaultValue ? parameter.DefaultValue : services!.GetRequiredService(parameter.ParameterType));
    }
}
