using System.Globalization;

namespace PostgresIsolation;

/// <summary>The server's programs, and the user to run them as: PostgreSQL refuses to be root.</summary>
internal static class PostgresInstallation
{
    private const string Root = "/usr/lib/postgresql";
    private const string SetPriv = "/usr/bin/setpriv";

    /// <summary>Folder of the newest version's programs; null when there is none.</summary>
    public static string? Folder { get; } = !Directory.Exists(Root) || !File.Exists(SetPriv)
        ? null
        : Directory.EnumerateDirectories(Root)
            .OrderByDescending(static path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out int version) ? version : 0)
            .Select(static path => Path.Combine(path, "bin"))
            .FirstOrDefault(static path => File.Exists(Path.Combine(path, "postgres")));

    /// <summary>Why tests can't run; null when they can.</summary>
    public static string? Shortcoming => Folder is null
        ? "There is no PostgreSQL server under /usr/lib/postgresql, or no setpriv (apt-get install postgresql util-linux)."
        : null;

    /// <summary>The command line of a program as a user who may run it. The last variant of it dies with whoever started it.</summary>
    public static string[] CommandLine(string program, bool diesWithStarter, params string[] arguments)
    {
        List<string> line = [SetPriv];
        if (Environment.IsPrivilegedProcess)
            line.AddRange(["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]);
        // Behind the change of user, which clears it. SIGINT is the server's fast shutdown: it removes what it shares.
        if (diesWithStarter)
            line.AddRange(["--pdeathsig", "INT"]);
        return [.. line, "--", Path.Combine(Folder!, program), .. arguments];
    }
}
