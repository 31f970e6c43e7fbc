namespace Pool.Runtime.Adapters.ForkServer;

/// <summary>The place of one program's template, and how its templates have done so far. Guarded by whoever holds it.</summary>
internal sealed class TemplateSlot
{
    private int _deaths;

    /// <summary>The template that is there or is being started; null before the first.</summary>
    public Task<ForkTemplate>? Starting { get; set; }

    /// <summary>Why there will be no template in the place of the one that failed or died; null when there may be.</summary>
    public TemplateException? Refusal(int mostDeaths)
    {
        if (Starting is { IsFaulted: true } failed && failed.Exception.InnerException is TemplateException { IsPassing: false } unfit)
            return unfit;
        if (Starting is not null)
            _deaths = Starting is { IsCompletedSuccessfully: true, Result.HasForked: true } ? 0 : _deaths + 1;
        return _deaths < mostDeaths ? null
            : new TemplateException(FormattableString.Invariant($"{_deaths} fork servers in a row died before they had forked anything; see their error output in the log"));
    }

    public async ValueTask EndAsync()
    {
        if (Starting is null)
            return;
        try
        {
            await (await Starting).DisposeAsync();
        }
        catch (Exception e) when (e is TemplateException or WorkerStartFailure or OperationCanceledException or ObjectDisposedException)
        {
            // There is nothing to end; whoever waited for it was told.
        }
    }
}
