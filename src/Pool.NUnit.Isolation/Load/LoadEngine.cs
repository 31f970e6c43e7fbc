using Pool.NUnit.Isolation.Randomness;
using Pool.Reporting.Measurement;

namespace Pool.NUnit.Isolation.Load;

/// <summary>Runs a closed loop: warm-up by count, then all clients together for a time.</summary>
internal sealed class LoadEngine(LoadSettings settings, TimeProvider clock, SeededRandom random, Func<ILoadClientScope> createScope)
{
    public async Task<LoadOutcome> RunAsync(IReadOnlyList<LoadOperation> operations, Action onMeasurementStarted, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        AliasTable mix = new([.. operations.Select(static o => o.Weight)]);
        LoadRun run = new(settings, clock);
        LoadClient[] clients = [.. Enumerable.Range(0, settings.Clients).Select(i => new LoadClient(
            operations,
            mix,
            new LoadContext(i, random.Fork($"client {i}"), stop.Token),
            run,
            createScope(),
            settings.UsesThreads))];
        Task[] running = [.. clients.Select(Start)];
        Task all = Task.WhenAll(running);
        bool ended = false;
        if (await IsWarmAsync(run, all, cancellationToken))
        {
            onMeasurementStarted();
            ended = await EndsWithinAsync(all, Longest, cancellationToken);
        }

        if (!ended)
        {
            await stop.CancelAsync();
            ended = await EndsWithinAsync(all, settings.DrainTimeout, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return Outcome(run, clients, ended ? 0 : running.Count(static t => !t.IsCompleted));
    }

    // What an operation may take: begun at the last moment, it has the whole drain.
    private TimeSpan Longest => settings.Duration + settings.DrainTimeout;

    // A warm-up takes as long as its operations, but when none ends for so long, nothing will come of it.
    private async Task<bool> IsWarmAsync(LoadRun run, Task all, CancellationToken cancellationToken)
    {
        Task warm = Task.WhenAny(run.Released, all);
        long ended;
        do
        {
            ended = run.WarmupEnded;
            if (await EndsWithinAsync(warm, Longest, cancellationToken))
            {
                return true;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
        while (run.WarmupEnded > ended);
        return false;
    }

    private Task Start(LoadClient client) => settings.UsesThreads
        ? Task.Factory.StartNew(client.RunAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()
        : Task.Run(client.RunAsync);

    private async Task<bool> EndsWithinAsync(Task all, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await all.WaitAsync(timeout, clock, cancellationToken);
            return true;
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            return all.IsCompleted;
        }
    }

    // The measurements of a client that hangs are not read: it may still be writing them.
    private LoadOutcome Outcome(LoadRun run, LoadClient[] clients, int hung)
    {
        long end = clients.Max(static c => c.EndedAt);
        TimeSpan elapsed = end > run.StartedAt ? clock.GetElapsedTime(run.StartedAt, end) : TimeSpan.Zero;
        LoadMeasurement measurement = LoadMeasurement.Create(
            settings.Clients,
            settings.WarmupOperations,
            elapsed,
            hung == 0 ? clients.SelectMany(static c => c.Measurements) : []);
        return new LoadOutcome(measurement, run.FirstErrors, run.WarmupFailures, hung);
    }
}
