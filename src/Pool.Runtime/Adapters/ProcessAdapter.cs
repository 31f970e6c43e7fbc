using System.Globalization;
using Pool.Runtime.Adapters.ForkServer;
using Pool.Runtime.Adapters.Guards;
using Pool.Runtime.Adapters.Launching;
using Pool.Runtime.Adapters.Processes;
using Pool.Runtime.Telemetry;

namespace Pool.Runtime.Adapters;

/// <summary>Starts each worker as a process of its own and speaks to it over its standard input and output.</summary>
/// <remarks>
/// Thread-safe. The worker's error output is drained, capped and kept for error messages. A worker ends when its input
/// does; what else ends it with this process, however this process ends, is its host's <see cref="OrphanGuard"/>.
/// </remarks>
public sealed class ProcessAdapter : WorkerAdapter
{
    private readonly ProcessAdapterOptions _options;
    private readonly SharedWorkerHost _host;
    private HostSetup? _reported;
    private string? _fallback;

    /// <summary>An adapter for one program.</summary>
    /// <param name="options">The program.</param>
    /// <param name="host">What it shares with other adapters; it outlives their pools. Null for a host of its own.</param>
    /// <exception cref="ArgumentException">The program's name is empty, or a number is out of range.</exception>
    public ProcessAdapter(ProcessAdapterOptions options, WorkerHost? host = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check(nameof(options));
        _options = options;
        _host = new SharedWorkerHost(host);
    }

    /// <inheritdoc/>
    public override string Description => _options.Description;

    internal override string CommandLine => _options.CommandLine;

    internal override OrphanGuard? OrphanGuard => _reported?.Chain.Guard;

    internal override IAsyncDisposable Use() => _host.Use();

    internal override async ValueTask<WorkerChannel> StartAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var host = _host.Current;
        var setup = await host.SetUpAsync().WaitAsync(cancellationToken);
        Report(setup, start);
        var number = host.NextStart().ToString(CultureInfo.InvariantCulture);
        var variables = WorkerEnvironment.Of(_options);
        variables[WorkerTag.HostVariable] = setup.Id;
        variables[WorkerTag.StartVariable] = number;
        variables[WorkerTag.WorkerVariable] = start.WorkerId;
        var process = await TryForkAsync(host, setup, variables, start, cancellationToken) ?? await SpawnAsync(host, setup, variables, number);
        return new ProcessChannel(process, _options.ErrorOutputBytes, start);
    }

    private async Task<WorkerProcess> SpawnAsync(WorkerHost host, HostSetup setup, SortedDictionary<string, string> variables, string number)
    {
        var process = await ProcessLauncher.StartAsync(host, setup, _options, _options.Limits, variables);
        // A namespace leaves nothing behind; elsewhere than on Linux nobody could find it.
        (string, string)[] leftBehind = setup.Chain.HasNamespace || !OperatingSystem.IsLinux() ? []
            : [(WorkerTag.HostVariable, setup.Id), (WorkerTag.StartVariable, number)];
        return new SpawnedProcess(process, setup.Chain.HasNamespace, leftBehind);
    }

    private async Task<WorkerProcess?> TryForkAsync(
        WorkerHost host, HostSetup setup, SortedDictionary<string, string> variables, WorkerStart start, CancellationToken cancellationToken)
    {
        if (_options.StartMode == StartMode.Spawn || (_options.StartMode == StartMode.Auto && (!_options.CanFork || Volatile.Read(ref _fallback) is not null)))
            return null;
        try
        {
            if (!_options.CanFork)
                throw new TemplateException($"{Description} is no Python worker; make the options by {nameof(ProcessAdapterOptions)}.{nameof(ProcessAdapterOptions.Python)}");
            var template = await host.Templates.FindAsync(setup, _options, variables, start, cancellationToken);
            return await template.ForkAsync(variables, _options.Limits, cancellationToken);
        }
        catch (TemplateException e) when (_options.StartMode == StartMode.Auto)
        {
            // One that has merely died is started anew for the next worker; what lasts is said once.
            if (e.IsPassing || Interlocked.CompareExchange(ref _fallback, e.Message, null) is null)
                Log.ForkServerUnavailable(start.Logger, start.PoolName, Description, e.Message);
            return null;
        }
        catch (TemplateException e)
        {
            throw new WorkerStartFailure($"{Description} could not be forked: {e.Message}. Let {nameof(StartMode)} be {nameof(StartMode.Auto)} to start it all the same.", e);
        }
    }

    private void Report(HostSetup setup, WorkerStart start)
    {
        if (Interlocked.Exchange(ref _reported, setup) == setup)
            return;
        Log.WorkersGuarded(start.Logger, start.PoolName, setup.Chain.Guard, setup.Chain.Shortfall ?? "it is the highest wanted");
        if (setup.FolderProblem is { } problem)
            Log.NoHostFolder(start.Logger, start.PoolName, problem);
        if (setup.SweepProblem is { } unswept)
            Log.SweepIncomplete(start.Logger, start.PoolName, unswept);
        foreach (var swept in setup.Swept)
            Log.HostSwept(start.Logger, start.PoolName, swept.Id, swept.Killed, swept.Strangers);
    }
}
