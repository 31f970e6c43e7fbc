using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Runtime;

namespace Pool.StackReader;

/// <summary>A dump that a process is asked to write of itself, which lets it stand still for some tenths of a second.</summary>
internal sealed class ProcessDump(int processId)
{
    // A dump holds the heap. Of a process larger than this, only the stacks are looked at.
    private const long MaxProcessBytes = 2L << 30;

    public StackReport Read(int threadId, string testId)
    {
        // Private to the user: a dump holds whatever the process knows.
        string directory = Directory.CreateTempSubdirectory("pool-stacks-").FullName;
        try
        {
            string file = Path.Combine(directory, "process.dmp");
            bool heap = WorkingSet() < MaxProcessBytes;
            new DiagnosticsClient(processId).WriteDump(heap ? DumpType.WithHeap : DumpType.Normal, file, WriteDumpFlags.None);
            using DataTarget target = DataTarget.LoadDump(file);
            // A dump may say version 0.0 of the runtime; what lies beside the runtime is of its version.
            using ClrRuntime runtime = target.ClrVersions[0].CreateRuntime(DataAccess(target.ClrVersions[0]), ignoreMismatch: true);
            return new StackReport(
                ThreadStacks.Of(runtime, threadId), heap ? AsyncStacks.Of(runtime, testId) : [], ThreadStacks.OfOthers(runtime, threadId));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private long WorkingSet()
    {
        using Process process = Process.GetProcessById(processId);
        return process.WorkingSet64;
    }

    // Lies beside the runtime that wrote the dump. Looked for by its path, so that nothing is asked from a symbol server.
    private static string DataAccess(ClrInfo runtime) => Path.Combine(
        Path.GetDirectoryName(runtime.ModuleInfo.FileName) ?? RuntimeEnvironment.GetRuntimeDirectory(),
        OperatingSystem.IsWindows() ? "mscordaccore.dll" : OperatingSystem.IsMacOS() ? "libmscordaccore.dylib" : "libmscordaccore.so");
}
