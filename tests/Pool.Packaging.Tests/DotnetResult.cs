namespace Pool.Packaging.Tests;

/// <summary>What a run of <c>dotnet</c> returned and printed on both of its outputs.</summary>
internal sealed record DotnetResult(int ExitCode, string Output)
{
    /// <summary>This result, once it is known to be a success.</summary>
    public DotnetResult Succeeded()
    {
        ExitCode.ShouldBe(0, Output);
        return this;
    }
}
