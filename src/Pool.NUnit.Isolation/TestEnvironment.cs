using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pool.NUnit.Isolation.Execution;
using Pool.NUnit.Isolation.Faults;
using Pool.NUnit.Isolation.Hosting;
using Pool.NUnit.Isolation.Observability;
using Pool.NUnit.Isolation.Randomness;
using Pool.NUnit.Isolation.Resources;
using Pool.NUnit.Isolation.Settings;
using Pool.Runtime;

namespace Pool.NUnit.Isolation;

/// <summary>
/// Everything that belongs to one isolated test and ends with it. Thread-safe, apart from <see cref="Random"/>.
/// </summary>
public sealed class TestEnvironment
{
    private readonly TestIdentity _identity;
    private readonly TemporaryDirectory _temporary;
    private TestContainer? _container;

    internal TestEnvironment(TestIdentity identity, TeardownSettings teardown, CancellationToken cancellationToken)
    {
        _identity = identity;
        Teardown = teardown;
        Resources = new TestResourceStack { ItemDeadline = teardown.ItemDeadline };
        CancellationToken = cancellationToken;
        Random = new SeededRandom(identity.StreamSeed);
        // At the bottom of the stack: everything else may still use the directory while it is released.
        _temporary = new TemporaryDirectory(identity);
        Resources.Push("temporary directory", _temporary.DeleteAsync);
    }

    /// <summary>The environment of the test that the calling code belongs to; null outside an isolated test.</summary>
    public static TestEnvironment? Current => IsolatedExecution.Current?.Environment;

    /// <summary>Id of this execution of the test; unique in the run. The test's processes carry it as <c>POOL_TEST_ID</c>.</summary>
    public string TestId => _identity.TestId;

    /// <summary>Full name of the test, with its arguments.</summary>
    public string TestName => _identity.FullName;

    /// <summary>The layer the test runs at: Mock, Bridge or Full.</summary>
    public TestLayer Layer => _identity.Layer;

    /// <summary>The run's seed. Set <c>POOL_SEED</c> to it to replay the test.</summary>
    public int Seed => _identity.RunSeed;

    /// <summary>
    /// Random numbers that follow from <see cref="Seed"/> and <see cref="TestName"/>. Not thread-safe: take a stream of its own
    /// for each thread from <see cref="CreateRandom"/>.
    /// </summary>
    public Random Random { get; }

    /// <summary>A directory of the test's own, private to the user. Created at the first use, deleted at the end.</summary>
    /// <exception cref="InvalidOperationException">The test ended before the first use.</exception>
    public string TempDirectory => _temporary.Path;

    /// <summary>The test's clock: the registered <see cref="TimeProvider"/>, the system's unless another was registered.</summary>
    public TimeProvider Clock => Services.GetRequiredService<TimeProvider>();

    /// <summary>Writes to the test's own log: kept in memory, asserted on by <see cref="Telemetry"/>, written to a file when the test fails.</summary>
    public ILogger Logger => Services.GetRequiredService<ILogger<TestEnvironment>>();

    /// <summary>What the test's services logged, measured and traced, and the events of its pools.</summary>
    public TestTelemetry Telemetry => Observed ?? Services.GetRequiredService<TestTelemetry>();

    /// <summary>Cancelled when NUnit cancels the test, as <c>[CancelAfter]</c> does, and when the test has ended.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>The test's container.</summary>
    /// <exception cref="InvalidOperationException">The container is being configured, or could not be built.</exception>
    public IServiceProvider Services => Container.Services;

    /// <summary>
    /// The test's pool. Started at the first use, which then blocks until its workers are ready; a test that takes a
    /// <see cref="SessionPool"/> as a parameter finds it started.
    /// </summary>
    public SessionPool Pool => SynchronousHook.Run(Container.Pools.Primary());

    /// <summary>What is released when the test ends, last first.</summary>
    public TestResourceStack Resources { get; }

    /// <summary>Variables to start a process of the test's own with, so that one left behind is found and named.</summary>
    public IReadOnlyDictionary<string, string?> ProcessVariables => _identity.Tag.Give();

    /// <summary>The injector, if the test has asked for it.</summary>
    internal FaultInjector? Faults { get; set; }

    /// <summary>How long its end may take.</summary>
    internal TeardownSettings Teardown { get; }

    /// <summary>Its settings and where each came from.</summary>
    internal SettingsOfTest? Settings { get; set; }

    /// <summary>Whether a load is measured in the test.</summary>
    internal bool IsLoad { get; init; }

    /// <summary>What was kept of the test; null when nothing has asked for it.</summary>
    internal TestTelemetry? Observed { get; set; }

    /// <summary>The test's state when it failed; null as long as it has not.</summary>
    internal FailureSnapshot? FailureSnapshot { get; set; }

    /// <summary>What the test looked like when its time was over; null when it ended in time.</summary>
    internal string? HangText { get; set; }

    internal TestIdentity Identity => _identity;

    /// <summary>The test's pools; null when its container could not be built.</summary>
    internal EnvironmentPools? Pools => _container?.Pools;

    internal TestContainer Container => _container ?? throw new InvalidOperationException(
        "The test's container is not built yet. Use the environment in [SetUp] or in the test, not while services are being registered.");

    /// <summary>A random stream of its own, which follows from <see cref="Seed"/>, <see cref="TestName"/> and a name.</summary>
    /// <param name="name">What the stream is for; the same name gives the same stream.</param>
    public SeededRandom CreateRandom(string name) => new SeededRandom(_identity.StreamSeed).Fork(name);

    /// <summary>Starts a further pool at the test's layer, which ends with the test.</summary>
    /// <param name="options">Its options; null means those of the layer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Pool.Runtime.Errors.PoolException">The pool could not be started.</exception>
    public Task<SessionPool> StartPoolAsync(PoolOptions? options = null, CancellationToken cancellationToken = default) =>
        Container.Pools.StartFurtherAsync(options, cancellationToken);

    internal void Attach(TestContainer container) => _container = container;
}
