namespace Pool.Runtime;

/// <summary>What ends the processes of a pool when its host dies without a word. Each level has those before it too.</summary>
/// <remarks><c>docs/processes.md</c> says what each covers and what it needs.</remarks>
public enum OrphanGuard
{
    /// <summary>A worker ends when its input does. One that is stopped, or ignores that, stays until a later host sweeps it.</summary>
    EndOfInput,

    /// <summary>The kernel kills each worker, whatever it does (<c>PR_SET_PDEATHSIG</c>). What workers started is swept later.</summary>
    ParentDeathSignal,

    /// <summary>Windows ends all processes of the job that the workers and what they start are in. Not tested.</summary>
    JobObject,

    /// <summary>The kernel ends the workers' process namespace, with all that was ever started in it.</summary>
    ProcessNamespace,
}
