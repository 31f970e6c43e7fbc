namespace Pool.NUnit.Isolation.Processes;

/// <summary>
/// Marks every process of one test: two environment variables that children inherit, so that grandchildren carry them too.
/// </summary>
internal sealed record ProcessTag(string RunId, string TestId)
{
    public const string RunVariable = "POOL_RUN_ID";
    public const string TestVariable = "POOL_TEST_ID";

    public IReadOnlyDictionary<string, string?> Variables { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        [RunVariable] = RunId,
        [TestVariable] = TestId,
    };
}
