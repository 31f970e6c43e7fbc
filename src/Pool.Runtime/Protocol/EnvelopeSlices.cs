using System.Runtime.CompilerServices;

namespace Pool.Runtime.Protocol;

/// <summary>One slice for each known field, without an array.</summary>
[InlineArray(EnvelopeFields.Count)]
internal struct EnvelopeSlices
{
    private EnvelopeSlice _first;
}
