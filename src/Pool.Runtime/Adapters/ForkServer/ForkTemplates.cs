using Pool.Runtime.Adapters.Guards;

namespace Pool.Runtime.Adapters.ForkServer;

/// <summary>The templates of a host, one for each program; started when first needed, and again after a death.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ForkTemplates(WorkerHost host) : IAsyncDisposable
{
    // Deaths in a row, none of which has forked anything, after which a program is not tried again.
    private const int MostDeaths = 3;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Dictionary<string, TemplateSlot> _slots = new(StringComparer.Ordinal);
    private int _lastNumber;
    private bool _disposed;

    /// <summary>The template of a program, once it has loaded it.</summary>
    /// <exception cref="TemplateException">There is none, and the reason.</exception>
    public async Task<ForkTemplate> FindAsync(
        HostSetup setup, ProcessAdapterOptions options, IReadOnlyDictionary<string, string> variables, WorkerStart start, CancellationToken cancellationToken)
    {
        var folder = setup.Folder ?? throw new TemplateException("there is no private folder to meet in: " + setup.FolderProblem);
        var key = TemplateKey.Of(options, variables);
        Task<ForkTemplate> starting;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, host);
            if (!_slots.TryGetValue(key, out var slot))
                _slots.Add(key, slot = new TemplateSlot());
            if (slot.Starting is null or { IsFaulted: true } or { IsCompletedSuccessfully: true, Result.HasEnded: true })
            {
                if (slot.Refusal(MostDeaths) is { } refusal)
                    throw refusal;
                var socket = Path.Combine(folder.Path, FormattableString.Invariant($"{++_lastNumber}.sock"));
                slot.Starting = ForkTemplate.StartAsync(host, setup, options, variables, socket, start, _ending.Token);
            }

            starting = slot.Starting;
        }

        return await starting.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        List<TemplateSlot> slots;
        lock (_gate)
        {
            _disposed = true;
            slots = [.. _slots.Values];
        }

        // One that is loading its program may hang there for ever.
        await _ending.CancelAsync();
        foreach (var slot in slots)
            await slot.EndAsync();
        _ending.Dispose();
    }
}
