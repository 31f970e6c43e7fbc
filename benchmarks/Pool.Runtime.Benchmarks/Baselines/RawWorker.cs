using System.Diagnostics;
using System.IO.Pipes;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Pool.Runtime.Adapters;

namespace Pool.Runtime.Benchmarks.Baselines;

/// <summary>A Python worker started by hand and greeted: two streams, nothing else.</summary>
internal sealed class RawWorker : IDisposable
{
    private readonly Process _process;
    private readonly Socket? _socket;

    private RawWorker(Process process, Socket? socket)
    {
        _process = process;
        _socket = socket;
        Input = socket is null ? process.StandardInput.BaseStream : new NetworkStream(socket);
        Output = socket is null ? process.StandardOutput.BaseStream : Input;
        InputHandle = socket?.SafeHandle ?? ((AnonymousPipeClientStream)Input).SafePipeHandle as SafeHandle;
        OutputHandle = socket?.SafeHandle ?? ((AnonymousPipeClientStream)Output).SafePipeHandle as SafeHandle;
    }

    public int ProcessId => _process.Id;

    public Stream Input { get; }

    public Stream Output { get; }

    public SafeHandle InputHandle { get; }

    public SafeHandle OutputHandle { get; }

    /// <summary>Starts a worker as the pool would, greets it and, unless its hello is enough, waits for its first ping.</summary>
    public static RawWorker Start(ProcessAdapterOptions program, bool untilHello = false)
    {
        var worker = new RawWorker(Launch(program), null);
        worker.Greet(untilHello);
        return worker;
    }

    /// <summary>The same worker, its input and output joined to a Unix socket instead of pipes.</summary>
    public static RawWorker StartOnSocket(ProcessAdapterOptions program, string path)
    {
        const string Join = """
            import os, runpy, socket, sys
            s = socket.socket(socket.AF_UNIX); s.connect(sys.argv.pop(1))
            os.dup2(s.fileno(), 0); os.dup2(s.fileno(), 1); s.close()
            runpy.run_module("pool_worker", run_name="__main__", alter_sys=True)
            """;
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var process = Launch(program with { Arguments = ["-c", Join, path] });
        var worker = new RawWorker(process, listener.Accept());
        File.Delete(path);
        worker.Greet(untilHello: false);
        return worker;
    }

    private static Process Launch(ProcessAdapterOptions program)
    {
        var info = new ProcessStartInfo(program.FileName, program.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in program.EnvironmentVariables)
            info.Environment[name] = value;
        return Process.Start(info) ?? throw new InvalidOperationException($"'{program.FileName}' did not start.");
    }

    public void Dispose()
    {
        try
        {
            Input.Dispose();
        }
        catch (IOException)
        {
            // It is gone already.
        }

        _socket?.Dispose();
        if (!_process.WaitForExit(5000))
            _process.Kill();
        _process.Dispose();
    }

    private void Greet(bool untilHello)
    {
        Say("""{"type":"hello","protocol":{"min":1,"max":1},"worker_id":"raw","max_frame_bytes":16777216}""");
        Hear();
        if (untilHello)
            return;
        Say("""{"type":"ping","id":1}""");
        Hear();
    }

    private void Say(string json)
    {
        var frame = new byte[4 + json.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame, json.Length);
        Encoding.ASCII.GetBytes(json, frame.AsSpan(4));
        Input.Write(frame);
    }

    private void Hear()
    {
        var prefix = new byte[4];
        Output.ReadExactly(prefix);
        Output.ReadExactly(new byte[System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(prefix)]);
    }
}
