using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace PostgresIsolation;

/// <summary>Skips the tests where there is no server; not in CI, where they fail then.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RequiresPostgresAttribute : NUnitAttribute, IApplyToTest
{
    public void ApplyToTest(Test test)
    {
        bool isCi = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        if (PostgresInstallation.Shortcoming is not { } shortcoming || isCi || test.RunState != RunState.Runnable)
            return;
        test.RunState = RunState.Ignored;
        test.Properties.Set(PropertyNames.SkipReason, shortcoming);
    }
}
