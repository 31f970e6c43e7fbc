using System.Runtime.InteropServices;

namespace Pool.Runtime.Protocol;

/// <summary>Where in a frame's JSON the value of a field lies; empty when the field is absent or null.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EnvelopeSlice(int Start, int Length)
{
    public bool IsEmpty => Length == 0;
}
