using System.Reflection;

namespace Pool.Reporting.Reports;

/// <summary>
/// The version of a package's assembly, by which plugin, extension and reporting are checked to be one set.
/// </summary>
public static class PackageVersion
{
    /// <summary>The version of this library.</summary>
    public static string Reporting { get; } = Of(typeof(PackageVersion).Assembly);

    /// <summary>The informational version of an assembly, without build metadata such as a commit.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <returns>A version such as <c>0.1.0</c>, or <c>unknown</c>.</returns>
    public static string Of(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return version?.Split('+')[0] ?? assembly.GetName().Version?.ToString() ?? "unknown";
    }
}
