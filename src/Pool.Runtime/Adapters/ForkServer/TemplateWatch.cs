namespace Pool.Runtime.Adapters.ForkServer;

/// <summary>Notices that a template hangs: one that owes something is asked for a sign of life, and given time for it.</summary>
/// <remarks>
/// Two rounds of silence are asked for, each begun when the last has ended: one may be the time in which this process itself,
/// or the whole machine, was stopped.
/// </remarks>
/// <param name="time">The clock.</param>
/// <param name="owes">Whether something is due from the template.</param>
/// <param name="ask">Asks for a sign of life.</param>
/// <param name="hangs">Called once, when none has come.</param>
internal sealed class TemplateWatch(TimeProvider time, Func<bool> owes, Action ask, Action hangs)
{
    /// <summary>How long a round takes.</summary>
    public static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    private const int MostSilentRounds = 2;

    private long _heard;

    /// <summary>The template has said something. Thread-safe.</summary>
    public void Heard() => Interlocked.Increment(ref _heard);

    /// <summary>Watches until the template hangs or <paramref name="ending"/> comes.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        var (silent, heard) = (0, 0L);
        while (silent <= MostSilentRounds)
        {
            try
            {
                await Task.Delay(Round, time, ending);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var before = heard;
            heard = Interlocked.Read(ref _heard);
            silent = !owes() ? 0 : heard == before ? silent + 1 : 1;
            if (silent == 1)
                ask();
        }

        hangs();
    }
}
