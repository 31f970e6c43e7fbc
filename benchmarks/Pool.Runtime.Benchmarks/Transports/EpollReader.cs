using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Pool.Benchmarking.Machine;

namespace Pool.Runtime.Benchmarks.Transports;

/// <summary>One thread that waits for all workers; it reads itself, or has pool threads read.</summary>
internal sealed class EpollReader : IDisposable
{
    private const int MaxEvents = 64;

    // The structure is packed on x64 only (epoll_ctl(2), sys/epoll.h).
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = DataOffset + 8;

    private readonly int _epoll;
    private readonly bool _onPoolThreads;
    private readonly List<DescriptorConnection> _connections = [];
    private readonly List<Action> _readers = [];
    private readonly Thread _thread;
    private volatile bool _stopped;

    public EpollReader(bool onPoolThreads)
    {
        _onPoolThreads = onPoolThreads;
        _epoll = Libc.CreateEpoll(0);
        _thread = new Thread(Run) { IsBackground = true, Name = "epoll reader" };
    }

    public void Add(DescriptorConnection connection)
    {
        connection.MakeNonBlocking();
        var index = _connections.Count;
        _connections.Add(connection);
        _readers.Add(() =>
        {
            if (connection.ReadOnce())
                Control(3, connection, index);
        });
        Control(Libc.EpollAdd, connection, index);
    }

    public void Start() => _thread.Start();

    public void Dispose()
    {
        _stopped = true;
        _thread.Join();
        _ = Libc.Close(_epoll);
    }

    private unsafe void Control(int operation, DescriptorConnection connection, int index)
    {
        var bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(bytes, 4), Libc.EpollIn | (_onPoolThreads ? Libc.EpollOneShot : 0));
        BinaryPrimitives.WriteInt64LittleEndian(new Span<byte>(bytes + DataOffset, 8), index);
        if (Libc.ControlEpoll(_epoll, operation, connection.Worker.OutputHandle, bytes) < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private unsafe void Run()
    {
        var events = stackalloc byte[MaxEvents * 16];
        while (!_stopped)
        {
            var count = Libc.WaitEpoll(_epoll, events, MaxEvents, 200);
            for (var i = 0; i < count; i++)
            {
                var index = (int)BinaryPrimitives.ReadInt64LittleEndian(new ReadOnlySpan<byte>(events + (i * EventSize) + DataOffset, 8));
                if (_onPoolThreads)
                    ThreadPool.UnsafeQueueUserWorkItem(static read => read(), _readers[index], preferLocal: false);
                else if (!_connections[index].ReadOnce())
                    return;
            }
        }
    }
}
