using System.Text.RegularExpressions;

namespace Pool.Architecture.Tests;

/// <summary>
/// What the core of the pool must not do, so that a controlled world can own its time and its schedule, and so that a worker
/// may live elsewhere than in a local process.
/// </summary>
internal sealed class CoreRulesTests
{
    private static IEnumerable<CSharpCode> Core() =>
        Repository.Files("src/Pool.Runtime", "*.cs").Select(CSharpCode.Read)
            .Where(code => !code.RelativePath.Contains("/Adapters/", StringComparison.Ordinal)
                && !code.RelativePath.Contains("/Hosting/", StringComparison.Ordinal));

    [TestCase(@"\bConfigureAwait\s*\(\s*false", TestName = "Core_stays_in_the_context_it_runs_in")]
    [TestCase(@"\bTask\s*\.\s*(Run|Factory)\b", TestName = "Core_starts_no_work_on_the_thread_pool")]
    [TestCase(@"\bReadAllAsync\b", TestName = "Core_reads_no_channel_by_an_iterator_that_leaves_the_context")]
    [TestCase(@"\b(Periodic)?Timer\b", TestName = "Core_has_no_timer_but_those_of_its_clock")]
    [TestCase(@"\b(DateTime|DateTimeOffset)\s*\.\s*(Utc)?(Now|Today)\b|\bStopwatch\b|\bTickCount", TestName = "Core_reads_no_wall_clock")]
    [TestCase(@"(?<![\w.])Process(StartInfo)?\s*[.(;]|\bnew\s+Process|\bSystem\.Diagnostics\.Process", TestName = "Core_touches_no_process")]
    [TestCase(@"\b(LibraryImport|DllImport)\b|\bNativeLibrary\b|\bPosixSignal", TestName = "Core_calls_no_operating_system")]
    public void Core_does_without(string pattern) =>
        Core().Where(code => Regex.IsMatch(code.Text, pattern, RegexOptions.None, TimeSpan.FromSeconds(10)))
            .Select(code => code.RelativePath)
            .ShouldBeEmpty();

    [Test]
    public void Core_is_what_the_rules_are_held_against() => Core().Count().ShouldBeGreaterThan(50);
}
