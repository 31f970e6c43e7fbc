namespace Pool.NUnit.Isolation.Resources;

/// <summary>When, in the tear-down of a test, an item of a <see cref="TestResourceStack"/> is released; phases follow each other in this order.</summary>
public enum TearDownPhase
{
    /// <summary>Nothing new begins: listeners are closed, timers stopped, queues take no more.</summary>
    StopIntake,

    /// <summary>What is under way may end.</summary>
    Drain,

    /// <summary>What has not ended is told to: <see cref="TestEnvironment.CancellationToken"/> is cancelled here.</summary>
    Cancel,

    /// <summary>Resources are given back. The default.</summary>
    Release,
}
