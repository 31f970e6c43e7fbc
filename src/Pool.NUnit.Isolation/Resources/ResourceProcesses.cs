using System.Diagnostics;
using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.Runtime.Adapters.Guards;
using Pool.Runtime.Adapters.Processes;

namespace Pool.NUnit.Isolation.Resources;

/// <summary>Starts the processes of resources, with a guard that ends them with this process. Thread-safe.</summary>
internal sealed class ResourceProcesses
{
    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(5);

    // Of its own, since a server in a process namespace would write a process id down that means nothing to the tools that stop it.
    private readonly Lazy<WorkerHost> _host = new(static () =>
    {
        OrphanGuard highest = OperatingSystem.IsWindows() ? OrphanGuard.JobObject : OrphanGuard.ParentDeathSignal;
        WorkerHost host = new(new WorkerHostOptions { HighestGuard = highest });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(host);
        return host;
    });

    /// <exception cref="InvalidOperationException">There is no such program.</exception>
    public async Task<Process> StartAsync(
        ProcessStartInfo start, IReadOnlyDictionary<string, string?> variables, CancellationToken cancellationToken)
    {
        HostSetup setup = await _host.Value.SetUpAsync().WaitAsync(cancellationToken);
        foreach ((string name, string? value) in variables)
        {
            start.Environment[name] = value;
        }

        // By it the next host finds what this one leaves behind if it is killed.
        start.Environment[WorkerTag.HostVariable] = setup.Id;
        if (setup.Chain.Prefix.Count > 0)
        {
            string program = Find(start);
            string[] arguments = [.. setup.Chain.Prefix.Skip(1), program, .. start.ArgumentList];
            start.FileName = setup.Chain.Prefix[0];
            start.ArgumentList.Clear();
            foreach (string argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }
        }

        return await _host.Value.SpawnAsync(start, setup);
    }

    // Found here, since the guard could say no more than that something was not found.
    private static string Find(ProcessStartInfo start)
    {
        string folder = string.IsNullOrEmpty(start.WorkingDirectory) ? Environment.CurrentDirectory : start.WorkingDirectory;
        start.Environment.TryGetValue("PATH", out string? path);
        return SystemProgram.Resolve(start.FileName, folder, path) ?? throw new InvalidOperationException(
            $"No program \"{start.FileName}\" was found that may be executed. Looked in \"{folder}\" and PATH. Install it, or give its full path.");
    }

#pragma warning disable VSTHRD002 // The process waits for nothing else.
    private static void End(WorkerHost host) => host.DisposeAsync().AsTask().Wait(EndGrace);
#pragma warning restore VSTHRD002
}
