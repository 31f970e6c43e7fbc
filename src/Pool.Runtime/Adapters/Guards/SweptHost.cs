namespace Pool.Runtime.Adapters.Guards;

/// <summary>What was found of a dead host.</summary>
/// <param name="Id">The host.</param>
/// <param name="Killed">Processes of it that were still there, and were killed.</param>
/// <param name="Strangers">Ids that it had noted and that are others' by now; these were left alone.</param>
internal sealed record SweptHost(string Id, int Killed, int Strangers);
