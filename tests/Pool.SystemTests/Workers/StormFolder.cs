using System.Globalization;
using Pool.Runtime.Adapters;

namespace Pool.SystemTests.Workers;

/// <summary>The program of a crash storm's workers, and the file in which their effects are to be seen.</summary>
internal sealed class StormFolder : IDisposable
{
    public const string Look = "look";
    public const string Act = "act";

    private readonly string _path = Directory.CreateTempSubdirectory("pool-storm-").FullName;

    public string Effects => Path.Combine(_path, "effects");

    public ProcessAdapter Adapter() => WorkerPrograms.FromPythonModule(
        _path,
        "storm",
        """
        import os, time
        from pool_worker import Worker

        worker = Worker()

        @worker.command("query")
        def look(id, seconds, path):
            time.sleep(seconds)
            return id

        @worker.command("effect")
        def act(id, seconds, path):
            time.sleep(seconds / 2)
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            os.write(file, b"%d\n" % id)
            os.close(file)
            time.sleep(seconds / 2)
            return id
        """);

    public IReadOnlyList<int> ReadEffects() => File.Exists(Effects)
        ? [.. File.ReadLines(Effects).Select(line => int.Parse(line, CultureInfo.InvariantCulture))]
        : [];

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
