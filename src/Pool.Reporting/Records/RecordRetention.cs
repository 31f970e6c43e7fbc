namespace Pool.Reporting.Records;

/// <summary>Keeps a folder of a report directory from growing with every run for ever.</summary>
internal static class RecordRetention
{
    internal const int FilesKept = 20;

    // A run of many processes may be under way in the same directory; none of its files is this old.
    internal static readonly TimeSpan LeastAge = TimeSpan.FromDays(1);

    internal static void Apply(DirectoryInfo directory, string assembly, DateTimeOffset now, string extension = RecordFileName.Extension)
    {
        try
        {
            var files = directory.EnumerateFiles()
                .Where(file => RecordFileName.IsOf(file.Name, assembly, extension))
                .OrderByDescending(file => file.LastWriteTimeUtc)
                .Skip(FilesKept);
            foreach (var file in files)
            {
                if (now.UtcDateTime - file.LastWriteTimeUtc > LeastAge)
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
