using System.Diagnostics;
using System.Security.Cryptography;
using Pool.Runtime.Adapters.ForkServer;
using Pool.Runtime.Adapters.Guards;

namespace Pool.Runtime.Adapters;

/// <summary>What pools share that keep their workers in processes of this machine: guard, fork servers, sweep.</summary>
/// <remarks>
/// Thread-safe. Hand one to all the <see cref="ProcessAdapter"/>s of a program and dispose of it after their pools; an
/// adapter without one has its own for as long as a pool uses it. Its first start tries which guard the machine allows, and
/// ends what dead hosts of the same user left behind. Disposing ends the fork servers with their workers; a spawned worker is
/// its pool's to end, and where a pool was not disposed of it ends with the death signal, or with its input.
/// </remarks>
public sealed class WorkerHost : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly WorkerHostOptions _options;
    private readonly ForkTemplates _templates;
    private SpawnerThread? _spawner;
    private Task<HostSetup>? _setup;
    private volatile HostSetup? _found;
    private bool _disposed;
    private long _starts;

    /// <summary>A host that has started nothing yet.</summary>
    /// <param name="options">Null for the defaults.</param>
    public WorkerHost(WorkerHostOptions? options = null)
    {
        _options = options ?? new WorkerHostOptions();
        _templates = new ForkTemplates(this);
    }

    /// <summary>The guard that is in force; null until something was started.</summary>
    public OrphanGuard? Guard => _found?.Chain.Guard;

    internal ForkTemplates Templates => _templates;

    internal TimeProvider Time => _options.Time;

    /// <summary>Ends the fork servers and whatever is left of the workers.</summary>
    public async ValueTask DisposeAsync()
    {
        Task<HostSetup>? setup;
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            setup = _setup;
        }

        await _templates.DisposeAsync();
        _spawner?.Dispose();
        if (setup is null)
            return;
        try
        {
            (await setup).Folder?.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was not set up; its first start said so.
        }
    }

    /// <summary>The number of a start, unique in this host.</summary>
    internal long NextStart() => Interlocked.Increment(ref _starts);

    /// <summary>What this machine allows; found out once.</summary>
    /// <exception cref="ObjectDisposedException">The host has been disposed.</exception>
    internal Task<HostSetup> SetUpAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _spawner ??= new SpawnerThread("pool spawner");
            return _setup ??= _spawner.RunAsync(() => _found = SetUp());
        }
    }

    /// <summary>Starts a process on the thread that all are started on.</summary>
    /// <exception cref="ObjectDisposedException">The host has been disposed.</exception>
    internal Task<Process> SpawnAsync(ProcessStartInfo start, HostSetup setup) => _spawner!.RunAsync(() =>
    {
        var process = Process.Start(start) ?? throw new InvalidOperationException("The system returned no process.");
        try
        {
            setup.Folder?.Note(process.Id);
            if (setup.Job is { } job && !job.TryAdd(process))
                throw new InvalidOperationException($"Process {process.Id} could not be put into the job that ends it with this host; it was killed.");
            return process;
        }
        catch
        {
            // Nobody would know of it: the disk may be full, or this host disposed of at this moment.
            process.Kill();
            process.Dispose();
            throw;
        }
    });

    private HostSetup SetUp()
    {
        var chain = GuardProbe.Run(_options.HighestGuard);
        var job = chain.Guard == OrphanGuard.JobObject ? WindowsJob.TryCreate() : null;
        if (!OperatingSystem.IsLinux())
            return WithoutFolder(chain, null, job);
        // Templates and workers have working directories of their own.
        var parent = Path.GetFullPath(_options.Directory ?? HostFolder.DefaultParent());
        HostFolder folder;
        try
        {
            folder = HostFolder.Create(parent);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return WithoutFolder(chain, e.Message, job);
        }

        List<SweptHost> swept = [];
        string? problem = null;
        try
        {
            OrphanSweep.Run(parent, _options.Time, swept);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            problem = e.Message;
        }

        return new HostSetup(folder.Id, chain, folder, null, swept, problem, job);
    }

    private static HostSetup WithoutFolder(GuardChain chain, string? problem, WindowsJob? job) =>
        new(RandomNumberGenerator.GetHexString(16, lowercase: true), chain, null, problem, [], null, job);
}
