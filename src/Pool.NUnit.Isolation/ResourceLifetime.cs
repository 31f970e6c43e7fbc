namespace Pool.NUnit.Isolation;

/// <summary>How long a resource lives, and thereby who shares it. Longer ones have higher values.</summary>
public enum ResourceLifetime
{
    /// <summary>One execution of one test: each repetition of <c>[Repeat]</c> and <c>[Retry]</c> has its own.</summary>
    Test,

    /// <summary>The tests of one fixture; each set of arguments of a parameterized or generic fixture is one. Ends before <c>[OneTimeTearDown]</c>.</summary>
    Fixture,

    /// <summary>The tests of one assembly.</summary>
    Assembly,

    /// <summary>
    /// All tests of this process. Ends with the last of the assemblies that run at the time and use it; one that runs later has a
    /// new one.
    /// </summary>
    Run,
}
