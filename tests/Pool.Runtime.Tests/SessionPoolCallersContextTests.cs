using System.Runtime.CompilerServices;

namespace Pool.Runtime.Tests;

/// <summary>What a pool keeps of whoever called it first.</summary>
internal sealed class SessionPoolCallersContextTests
{
    private static readonly AsyncLocal<object?> Local = new();

    [TestCase(false)]
    [TestCase(true)]
    public async Task Callers_locals_do_not_live_as_long_as_the_pools_timers(bool leased)
    {
        // A deadline of its own, so that the call has the timer set for it.
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1, LeakThreshold = TimeSpan.FromHours(1) });

        var local = await CallWithLocalAsync(scripted.Pool, leased);
        for (var i = 0; i < 100 && local.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        local.IsAlive.ShouldBeFalse();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> CallWithLocalAsync(SessionPool pool, bool leased)
    {
        var local = await Task.Run(async () =>
        {
            var kept = new object();
            Local.Value = kept;
            if (leased)
            {
                await using var lease = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
                await lease.ExecuteAsync("who");
            }
            else
            {
                await pool.ExecuteAsync("s", "who");
            }

            Local.Value = null;
            return new WeakReference(kept);
        });
        return local;
    }
}
