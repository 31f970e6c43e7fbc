using System.Globalization;
using Pool.NUnit.Isolation.Hosting;
using Pool.NUnit.Isolation.Layers;
using Pool.NUnit.Isolation.Settings.Table;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>The command that runs one test again with the same random choices.</summary>
internal static class ReplayLine
{
    /// <param name="identity">The test.</param>
    /// <param name="mode">The test mode, if the run's command named one; null otherwise.</param>
    public static string Of(TestIdentity identity, string? mode)
    {
        string prefix = mode is null ? "" : $"{TestMode.VariableName}={mode} ";
        return string.Create(
            CultureInfo.InvariantCulture, $"{prefix}{RunRows.Seed.Variable}={identity.RunSeed} dotnet test --filter \"{Filter(identity)}\"");
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
