using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>Adds findings to NUnit's result without hiding what it holds already.</summary>
internal static class ResultRecorder
{
    /// <summary>Whether the body, and what came before it, went well.</summary>
    public static bool HasPassed(TestResult result) => result.ResultState.Status is TestStatus.Passed or TestStatus.Warning;

    /// <summary>Makes the result a failure, its earlier message first.</summary>
    public static void Fail(TestResult result, string message)
    {
        bool failedBefore = result.ResultState.Status == TestStatus.Failed;
        result.SetResult(
            failedBefore ? result.ResultState : ResultState.Failure,
            Join(failedBefore || result.ResultState.Status == TestStatus.Warning ? result.Message : null, message),
            failedBefore ? result.StackTrace : null);
    }

    /// <summary>Adds a line to the message of a failure.</summary>
    public static void Append(TestResult result, string line) =>
        result.SetResult(result.ResultState, Join(result.Message, line), result.StackTrace);

    private static string Join(string? earlier, string message) =>
        string.IsNullOrEmpty(earlier) ? message : $"{earlier.TrimEnd()}{Environment.NewLine}{message}";
}
