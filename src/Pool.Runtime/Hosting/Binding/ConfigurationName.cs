using Microsoft.Extensions.Configuration;

namespace Pool.Runtime.Hosting.Binding;

/// <summary>Names of options as configuration writes them: <c>WarmUp:0:Command</c>.</summary>
internal static class ConfigurationName
{
    /// <summary>The name below <paramref name="prefix"/> of an option that a check calls <c>WarmUp[0].Command</c>.</summary>
    public static string Of(string prefix, string option)
    {
        var name = option.Replace('[', ':').Replace("]", "", StringComparison.Ordinal).Replace('.', ':');
        return prefix.Length == 0 ? name : ConfigurationPath.Combine(prefix, name);
    }
}
