namespace Pool.NUnit.Isolation.Hosting;

/// <summary>A directory that is created when it is first asked for, readable by its user alone.</summary>
internal sealed class TemporaryDirectory(TestIdentity identity)
{
    private const int MaxNameLength = 40;

    private readonly Lazy<string> _path = new(() => Directory.CreateTempSubdirectory(Prefix(identity)).FullName);

    public string Path => _path.Value;

    public ValueTask DeleteAsync(CancellationToken cancellationToken)
    {
        if (_path.IsValueCreated && Directory.Exists(_path.Value))
        {
            Directory.Delete(_path.Value, recursive: true);
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
