using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>A parameter that asks for a service by key, with <see cref="FromKeyedServicesAttribute"/>.</summary>
internal static class KeyedParameter
{
    /// <summary>The key; null when the parameter asks for none.</summary>
    public static object? KeyOf(ParameterInfo parameter) => parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key;

    /// <exception cref="InvalidOperationException">There is no such service.</exception>
    public static object Provide(ParameterInfo parameter, IServiceProvider services, object key) =>
        (services as IKeyedServiceProvider)?.GetKeyedService(parameter.ParameterType, key) ?? throw new InvalidOperationException(
            $"Parameter \"{parameter.Name}\" is a {parameter.ParameterType.FullName} with key \"{key}\", which is not registered. "
            + $"Register it with that key in an {nameof(IConfigureTestServices)}, or remove [FromKeyedServices].");
}
