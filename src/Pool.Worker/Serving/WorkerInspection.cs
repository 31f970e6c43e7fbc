using System.Globalization;

namespace Pool.Worker.Serving;

/// <summary>Tells people what a worker serves and what would go wrong, without a host.</summary>
internal static class WorkerInspection
{
    /// <summary>Prints what was found; the exit code is 1 when the worker could not start.</summary>
    public static async Task<int> RunAsync(WorkerDefinition worker)
    {
        TimeProvider clock = worker.Options.TimeProvider;
        long began = clock.GetTimestamp();
        bool isPrepared = await StartHooks.RunAsync("Preload", worker.Preload);
        double preload = clock.GetElapsedTime(began).TotalSeconds;

        Write($"This is the worker '{worker.Name}' with {Counted(worker.Commands.Count, "command")}");
        foreach ((string name, MappedCommand command) in worker.Commands)
            Write($"  {KindOf(command),-10} {name}");
        Write($"preload {preload:0.00} s ({Counted(worker.Preload.Count, "hook")}), on_start not run ({Counted(worker.OnStart.Count, "hook")})");
        if (worker.Commands.Count == 0)
            Write($"warning: it has no commands; map functions with MapCommand");
        if (!isPrepared)
            Write($"error: a Preload hook threw; see above");
        Write($"{(isPrepared ? worker.Commands.Count == 0 ? "1 warning" : "ok" : "1 error")}");
        return isPrepared ? 0 : 1;
    }

    private static string KindOf(MappedCommand command) => command.Kind.ToString().ToLowerInvariant();

    private static string Counted(int count, string noun) => $"{count.ToString(CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";

    private static void Write(FormattableString line) => Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
