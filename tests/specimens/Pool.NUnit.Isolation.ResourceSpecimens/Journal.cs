namespace Pool.NUnit.Isolation.ResourceSpecimens;

/// <summary>What happened in which order, in a file that the test of these specimens reads.</summary>
internal static class Journal
{
    private static readonly Lock Gate = new();

    public static void Note(string line)
    {
        string folder = Environment.GetEnvironmentVariable("POOL_REPORT_DIR")!;
        lock (Gate)
        {
            Directory.CreateDirectory(folder);
            File.AppendAllText(Path.Combine(folder, "journal.txt"), line + "\n");
        }
    }
}
