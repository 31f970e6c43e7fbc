using Microsoft.Extensions.Logging;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Adapters;

/// <summary>What an adapter is told about the worker it starts.</summary>
/// <param name="PoolName">Name of the pool.</param>
/// <param name="WorkerId">Id of the worker, unique in its pool.</param>
/// <param name="Limits">Frame limits of both directions.</param>
/// <param name="Time">The pool's clock.</param>
/// <param name="Logger">The pool's log.</param>
/// <param name="StartLoop">Starts a loop that outlives the call, outside any caller's context.</param>
internal sealed record WorkerStart(
    string PoolName,
    string WorkerId,
    FrameLimits Limits,
    TimeProvider Time,
    ILogger Logger,
    Action<Func<Task>> StartLoop);
