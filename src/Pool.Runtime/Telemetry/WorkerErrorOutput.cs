namespace Pool.Runtime.Telemetry;

/// <summary>The end of what one worker wrote to its error output.</summary>
/// <param name="WorkerId">The worker.</param>
/// <param name="Text">Not empty; at most what the adapter keeps.</param>
internal sealed record WorkerErrorOutput(string WorkerId, string Text);
