using System.Diagnostics;
using Pool.NUnit.Isolation.Resources;

namespace Pool.NUnit.Isolation;

/// <summary>What a resource is started for, and what it is given for that. Thread-safe.</summary>
public sealed class TestResourceContext
{
    private readonly ResourceOwner _owner;
    private readonly ResourceProcesses _processes;

    internal TestResourceContext(ResourceOwner owner, ResourceProcesses processes)
    {
        _owner = owner;
        _processes = processes;
    }

    /// <summary>How long the resource lives.</summary>
    public ResourceLifetime Lifetime => _owner.Lifetime;

    /// <summary>Full name of the test or fixture, name of the assembly, or id of the run.</summary>
    public string Owner => _owner.Name;

    /// <summary>Unique in the run, made of letters, digits and dashes: a name for a database or a folder.</summary>
    public string OwnerId => _owner.Id;

    /// <summary>The test; null when the resource lives longer than one.</summary>
    public TestEnvironment? Environment => _owner.Environment;

    /// <summary>The test's container. A service that needs another resource finds it started if this one takes it in its constructor.</summary>
    /// <exception cref="InvalidOperationException">The resource lives longer than a test.</exception>
    public IServiceProvider Services => Environment?.Services ?? throw new InvalidOperationException(
        $"A resource that lives for {_owner.Description} has no container, since each test has one of its own. Take other resources in the constructor, or let it live for a test.");

    /// <summary>A directory for all resources of this owner, private to the user; created at the first use, deleted after them.</summary>
    public string TempDirectory => _owner.TempDirectory;

    /// <summary>Variables to start a process with, so that one left behind is found, named and killed.</summary>
    public IReadOnlyDictionary<string, string?> ProcessVariables => _owner.Tag.Give();

    /// <summary>
    /// Starts a process that does not outlive this one, also when this one is killed: on Linux the kernel kills it then. Its own
    /// children are killed by the next run of tests of the same user, unless they end by themselves. Where the operating system
    /// is another, or <c>setpriv</c> of util-linux is missing, it is started without that guard.
    /// </summary>
    /// <remarks>
    /// The guard is a death signal, which a program that changes its user loses: name it once more behind that, as in
    /// <c>setpriv --reuid ... --pdeathsig KILL -- program</c>.
    /// </remarks>
    /// <param name="start">Program and arguments, as a list. The guard and <see cref="ProcessVariables"/> are added to it.</param>
    /// <param name="cancellationToken">Gives up waiting for the first such start, which tries what the machine allows.</param>
    /// <returns>The process, which <see cref="IAsyncTestResource.StopAsync"/> ends.</returns>
    /// <exception cref="ArgumentException">It is to be started by a shell, or its arguments are one text.</exception>
    /// <exception cref="InvalidOperationException">No such program was found.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">It could not be started.</exception>
    public Task<Process> StartProcessAsync(ProcessStartInfo start, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        if (start.UseShellExecute || start.Arguments.Length > 0)
        {
            throw new ArgumentException(
                "The process is to be started by a shell or with one text of arguments. Leave UseShellExecute false and fill ArgumentList.", nameof(start));
        }

        return _processes.StartAsync(start, ProcessVariables, cancellationToken);
    }
}
