using System.Globalization;
using Pool.NUnit.Isolation.Hosting;
using Pool.NUnit.Isolation.Layers;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>The command that runs one test again with the same random choices.</summary>
internal static class ReplayLine
{
    public static string Of(TestIdentity identity, Func<string, string?> variable)
    {
        string mode = variable(TestMode.VariableName) is { Length: > 0 } value ? $"{TestMode.VariableName}={value} " : "";
        // A filter's grammar gives meaning to parentheses and commas, so the arguments of a case are left out.
        int arguments = identity.FullName.IndexOf('(', StringComparison.Ordinal);
        string filter = arguments < 0
            ? $"FullyQualifiedName={identity.FullName}"
            : $"FullyQualifiedName~{identity.FullName[..arguments]}";
        return string.Create(
            CultureInfo.InvariantCulture, $"{mode}{RunSeed.VariableName}={identity.RunSeed} dotnet test --filter \"{filter}\"");
    }
}
