using System.Runtime.InteropServices;

namespace Pool.Runtime.Tests.Model;

/// <summary>One step. Its numbers choose among what there is when it is taken, so that it means something in every plan.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Step(StepKind Kind, int A, int B);
