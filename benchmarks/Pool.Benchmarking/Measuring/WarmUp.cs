using System.Runtime;

namespace Pool.Benchmarking.Measuring;

/// <summary>
/// Tells when a case has warmed up: when the runtime has compiled nothing for a while. On a busy machine that takes
/// seconds, and longer the more code there is.
/// </summary>
internal sealed class WarmUp : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private const int QuietIntervals = 2;

    private readonly long _from = TimeProvider.System.GetTimestamp();
    private readonly ITimer _timer;
    private long _compiled;
    private int _quiet;
    private volatile bool _isOver;

    public WarmUp() => _timer = TimeProvider.System.CreateTimer(_ => Look(), null, Interval, Interval);

    public bool IsOver => _isOver;

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var compiled = JitInfo.GetCompiledMethodCount();
        _quiet = compiled == _compiled ? _quiet + 1 : 0;
        _compiled = compiled;
        if (_quiet >= QuietIntervals || TimeProvider.System.GetElapsedTime(_from) > Longest)
            _isOver = true;
    }
}
