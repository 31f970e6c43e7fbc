using Pool.Runtime.Adapters.Processes;

namespace Pool.NUnit.Isolation.Processes;

/// <summary>
/// Marks every process of one test: two environment variables that children inherit, so that grandchildren carry them too.
/// Thread-safe.
/// </summary>
internal sealed class ProcessTag
{
    public const string RunVariable = "POOL_RUN_ID";
    public const string TestVariable = "POOL_TEST_ID";

    private readonly Dictionary<string, string?> _variables;
    private volatile bool _wasGiven;

    public ProcessTag(string runId, string testId)
    {
        RunId = runId;
        TestId = testId;
        _variables = new Dictionary<string, string?>(StringComparer.Ordinal) { [RunVariable] = runId, [TestVariable] = testId };
    }

    public string RunId { get; }

    public string TestId { get; }

    /// <summary>Whether any process can carry the tag. If not, there is none to look for, which saves a millisecond per test.</summary>
    public bool WasGiven => _wasGiven;

    /// <summary>Whether a process carries the tag. Linux only.</summary>
    public bool IsOn(int processId) => ProcFile.HasVariables(processId, (TestVariable, TestId), (RunVariable, RunId));

    /// <summary>The variables to start a process with.</summary>
    public IReadOnlyDictionary<string, string?> Give()
    {
        _wasGiven = true;
        return _variables;
    }
}
