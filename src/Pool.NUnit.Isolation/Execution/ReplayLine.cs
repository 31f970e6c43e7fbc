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
        return string.Create(
            CultureInfo.InvariantCulture, $"{mode}{RunSeed.VariableName}={identity.RunSeed} dotnet test --filter \"{Filter(identity)}\"");
    }

    // Names given to cases hold anything, but shells, VSTest and NUnit's adapter each have characters of their own: from the
    // first doubtful one on the name is left out. That may select more tests, each with the same random choices as before.
    private static string Filter(TestIdentity identity)
    {
        string name = identity.FullName;
        int plain = 0;
        while (plain < name.Length && (char.IsLetterOrDigit(name[plain]) || "_.+<>,".Contains(name[plain], StringComparison.Ordinal)))
        {
            plain++;
        }

        if (plain == name.Length)
        {
            return $"FullyQualifiedName={name}";
        }

        string method = $".{identity.ShortName}";
        return name.IndexOf(method, plain, StringComparison.Ordinal) < 0
            ? $"FullyQualifiedName~{name[..plain]}"
            : $"FullyQualifiedName~{name[..plain]}&FullyQualifiedName~{method}";
    }
}
