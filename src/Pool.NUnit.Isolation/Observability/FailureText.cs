namespace Pool.NUnit.Isolation.Observability;

/// <summary>A further file for each failed test.</summary>
/// <param name="FileName">A plain file name, such as <c>settings.txt</c>.</param>
/// <param name="Description">What it holds, for whoever lists the attachments.</param>
/// <param name="Read">Its text, after the test was torn down; null or empty for no file.</param>
internal sealed record FailureText(string FileName, string Description, Func<TestEnvironment, string?> Read);
