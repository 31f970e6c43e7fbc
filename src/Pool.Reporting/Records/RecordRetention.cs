namespace Pool.Reporting.Records;

/// <summary>Keeps the folder of records from growing with every run for ever.</summary>
internal static class RecordRetention
{
    internal const int FilesKept = 20;

    // A run of many processes may be under way in the same directory; none of its files is this old.
    internal static readonly TimeSpan LeastAge = TimeSpan.FromDays(1);

    internal static void Apply(DirectoryInfo directory, RunHeader header)
    {
        try
        {
            var files = directory.EnumerateFiles()
                .Where(file => RecordFileName.IsOf(file.Name, header.Assembly))
                .OrderByDescending(file => file.LastWriteTimeUtc)
                .Skip(FilesKept);
            foreach (var file in files)
            {
                if (header.StartedAt.UtcDateTime - file.LastWriteTimeUtc > LeastAge)
                {
                    file.Delete();
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process may be cleaning up too. Old files do no harm; a test run must not fail for them.
        }
    }
}
