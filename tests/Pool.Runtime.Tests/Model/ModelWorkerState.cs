namespace Pool.Runtime.Tests.Model;

/// <summary>Where a worker of the model is in its life.</summary>
internal enum ModelWorkerState
{
    Starting,
    Idle,
    Busy,
    Gone,
}
