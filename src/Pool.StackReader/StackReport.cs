namespace Pool.StackReader;

/// <summary>Where a process was. The plugin has a type of the same shape.</summary>
/// <param name="Thread">Frames of the thread asked for, the innermost first.</param>
/// <param name="Flows">Asynchronous methods of the test that wait: the innermost first, then who awaits it.</param>
/// <param name="Others">Frames of all other threads.</param>
internal sealed record StackReport(
    IReadOnlyList<string> Thread, IReadOnlyList<IReadOnlyList<string>> Flows, IReadOnlyList<IReadOnlyList<string>> Others);
