namespace Pool.NUnit.Isolation.Hosting;

/// <summary>A directory that is created when it is first asked for, readable by its user alone.</summary>
internal sealed class TemporaryDirectory(TestIdentity identity)
{
    private const int MaxNameLength = 40;

    private readonly Lock _lock = new();
    private string? _path;
    private bool _ended;

    /// <exception cref="InvalidOperationException">The test has ended; nothing would delete the directory any more.</exception>
    public string Path
    {
        get
        {
            lock (_lock)
            {
                return _path ??= !_ended
                    ? Directory.CreateTempSubdirectory(Prefix(identity)).FullName
                    : throw new InvalidOperationException(
                        $"The temporary directory of {identity.FullName} was first asked for after the test had ended. Await the work that uses it inside the test.");
            }
        }
    }

    public ValueTask DeleteAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _ended = true;
        }

        if (_path is not null && Directory.Exists(_path))
        {
            Directory.Delete(_path, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Test names hold arguments and thereby anything; only what no file system minds stays.</summary>
    internal static string Prefix(TestIdentity identity)
    {
        string name = new([.. identity.ShortName.Take(MaxNameLength).Select(static c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '-')]);
        return $"pool-{identity.TestId}-{name}-";
    }
}
