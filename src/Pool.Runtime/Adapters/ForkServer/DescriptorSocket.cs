using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pool.Runtime.Adapters.ForkServer;

/// <summary>Sends a packet together with descriptors (SCM_RIGHTS of unix(7)), which the runtime's sockets can't.</summary>
internal static class DescriptorSocket
{
    // SOL_SOCKET and SCM_RIGHTS, as on every architecture that the runtime supports.
    private const int SocketLevel = 1;
    private const int Rights = 1;
    private const int NoSignal = 0x4000;

    // A template that reads takes a packet at once; with as many unread as the socket holds, it hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="IOException">Nothing was sent.</exception>
    public static unsafe void Send(Socket socket, ReadOnlySpan<byte> packet, ReadOnlySpan<SafePipeHandle> descriptors)
    {
        // struct cmsghdr: its own length, level, type; then the descriptors.
        var headerBytes = sizeof(nuint) + (2 * sizeof(int));
        var controlBytes = headerBytes + (descriptors.Length * sizeof(int));
        var control = stackalloc byte[controlBytes + sizeof(nuint)];
        new Span<byte>(control, controlBytes + sizeof(nuint)).Clear();
        *(nuint*)control = (nuint)controlBytes;
        ((int*)(control + sizeof(nuint)))[0] = SocketLevel;
        ((int*)(control + sizeof(nuint)))[1] = Rights;
        for (var i = 0; i < descriptors.Length; i++)
            ((int*)(control + headerBytes))[i] = (int)descriptors[i].DangerousGetHandle();
        fixed (byte* bytes = packet)
        {
            var vector = stackalloc nuint[2];
            (vector[0], vector[1]) = ((nuint)bytes, (nuint)packet.Length);
            var message = new MessageHeader { Vectors = vector, VectorCount = 1 };
            if (descriptors.Length > 0)
            {
                message.Control = control;
                message.ControlLength = (nuint)controlBytes;
            }

            while (Libc.SendMessage(socket.SafeHandle, &message, NoSignal) < 0)
            {
                var error = Marshal.GetLastPInvokeError();
                if (error == Libc.Again ? !socket.Poll(Patience, SelectMode.SelectWrite) : error != Libc.Interrupted)
                    throw new IOException($"A packet of {packet.Length} bytes could not be sent: {Marshal.GetPInvokeErrorMessage(error)}.", error);
            }
        }
    }
}
