using NUnit.Framework.Internal;
using Pool.NUnit.Isolation.Resources;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>What went wrong while an environment was torn down.</summary>
internal sealed record TearDownReport(IReadOnlyList<ResourceFailure> Failures, IReadOnlyList<string> Leaks)
{
    public void RecordOn(TestResult result)
    {
        foreach (ResourceFailure failure in Failures)
        {
            result.RecordTearDownException(new TestResourceException(failure));
        }

        foreach (string leak in Leaks)
        {
            ResultRecorder.Fail(result, leak);
        }
    }
}
