using System.Diagnostics;
using Npgsql;
using Pool.NUnit.Isolation;

namespace PostgresIsolation;

/// <summary>
/// One server for the whole run, in a folder of its own, reachable by a socket in that folder alone. It keeps nothing safe from a
/// power failure, which makes it fast.
/// </summary>
internal sealed class PostgresServer : IAsyncTestResource
{
    public const string User = "pool";

    private static readonly string[] Settings =
    [
        "listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off",
        "shared_buffers=32MB", "dynamic_shared_memory_type=mmap", "max_connections=60",
    ];

    private IReadOnlyDictionary<string, string?> _variables = new Dictionary<string, string?>(StringComparer.Ordinal);
    private string? _folder;
    private Process? _process;
    private Task _rest = Task.CompletedTask;

    public int ProcessId => _process!.Id;

    public string Folder => _folder!;

    public async ValueTask StartAsync(TestResourceContext context, CancellationToken cancellationToken)
    {
        if (PostgresInstallation.Shortcoming is { } shortcoming)
            throw new InvalidOperationException(shortcoming);
        _variables = context.ProcessVariables;
        // The resource's own folder is root's where the tests are; the server's user could not enter it.
        string parent = Environment.IsPrivilegedProcess ? Path.GetTempPath() : context.TempDirectory;
        _folder = Path.Combine(parent, $"pool-postgres-{Guid.NewGuid():N}");
        await RunAsync("initdb", cancellationToken, "-D", _folder, "-U", User, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "--no-instructions");

        string[] settings = [.. Settings.Append($"unix_socket_directories={_folder}").SelectMany(static setting => new[] { "-c", setting })];
        ProcessStartInfo start = PostgresProgram.Start(
            _variables, PostgresInstallation.CommandLine("postgres", diesWithStarter: true, ["-D", _folder, .. settings]));
        start.RedirectStandardError = true;
        _process = await context.StartProcessAsync(start, cancellationToken);
        await WaitUntilReadyAsync(_process, cancellationToken);
        _rest = ReadRestAsync(_process.StandardError);
    }

    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_process is { HasExited: false })
                await RunAsync("pg_ctl", cancellationToken, "stop", "-D", _folder!, "-m", "fast", "-w");
        }
        finally
        {
            _process?.Kill(entireProcessTree: true);
            await _rest;
            _process?.Dispose();
            if (Directory.Exists(_folder))
                Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>How to reach a database of it. Without a pool: connections of a test must be gone when its database goes.</summary>
    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder { Host = _folder, Username = User, Database = database, Pooling = false }.ConnectionString;

    /// <summary>Runs a statement outside any test's database.</summary>
    public async Task ExecuteAsync(string statement, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync(cancellationToken);
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task WaitUntilReadyAsync(Process server, CancellationToken cancellationToken)
    {
        var said = new List<string>();
        while (await server.StandardError.ReadLineAsync(cancellationToken) is { } line)
        {
            said.Add(line);
            if (line.Contains("database system is ready to accept connections", StringComparison.Ordinal))
                return;
        }

        throw new InvalidOperationException($"The server ended at once: {string.Join(Environment.NewLine, said)}");
    }

    // Unread, it would stop the server when the pipe is full.
    private static async Task ReadRestAsync(StreamReader errors)
    {
        while (await errors.ReadLineAsync() is not null)
        {
            // The log of a server that lives as long as the run.
        }
    }

    private Task RunAsync(string program, CancellationToken cancellationToken, params string[] arguments) => PostgresProgram.RunAsync(
        PostgresProgram.Start(_variables, PostgresInstallation.CommandLine(program, diesWithStarter: false, arguments)), cancellationToken);
}
