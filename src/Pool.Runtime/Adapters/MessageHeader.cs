using System.Runtime.InteropServices;

namespace Pool.Runtime.Adapters;

/// <summary>struct msghdr of sendmsg(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    public void* Name;
    public nuint NameLength;
    public void* Vectors;
    public nuint VectorCount;
    public void* Control;
    public nuint ControlLength;
    public int Flags;
}
