using Pool.NUnit.Isolation.Processes;

namespace Pool.NUnit.Isolation.Resources;

/// <summary>One execution of a test.</summary>
internal sealed class TestResourceOwner(TestEnvironment environment) : ResourceOwner(ResourceLifetime.Test, environment.TestName)
{
    public override string Id => environment.TestId;

    public override TestEnvironment? Environment => environment;

    public override string TempDirectory => environment.TempDirectory;

    public override ProcessTag Tag => environment.Identity.Tag;

    public override TestResourceStack Stack => environment.Resources;

    public override CancellationToken Ending => environment.CancellationToken;

    public override Task<T> Run<T>(Func<Task<T>> work) => Task.Run(work, CancellationToken.None);
}
