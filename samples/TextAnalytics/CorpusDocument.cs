namespace TextAnalytics;

/// <summary>A text of the corpus.</summary>
/// <param name="Id">Its name, unique in a session.</param>
/// <param name="Title">Its title.</param>
/// <param name="Text">The text.</param>
internal sealed record CorpusDocument(string Id, string Title, string Text)
{
    /// <summary>The documents of a part of the corpus that lies beside the program, in the order of their names.</summary>
    /// <param name="part">Folder of the part, such as <c>america</c>.</param>
    public static IReadOnlyList<CorpusDocument> ReadPart(string part) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "corpus", part), "*.txt")
            .Order(StringComparer.Ordinal)
            .Select(Read),
    ];

    // The title, an empty line, the text.
    private static CorpusDocument Read(string path)
    {
        string[] parts = File.ReadAllText(path).ReplaceLineEndings("\n").Split("\n\n", 2);
        return new CorpusDocument(Path.GetFileNameWithoutExtension(path), parts[0], parts[1]);
    }
}
