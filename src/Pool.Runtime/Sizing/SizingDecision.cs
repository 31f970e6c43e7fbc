using System.Runtime.InteropServices;

namespace Pool.Runtime.Sizing;

/// <summary>What the controller decided.</summary>
/// <param name="Size">Number of workers to keep from now on.</param>
/// <param name="ShrinkVotes">Decisions in a row that asked for fewer workers and were not followed yet.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SizingDecision(int Size, int ShrinkVotes);
