using System.Text.Json;
using Pool.Runtime;
using Pool.Runtime.Errors;

namespace TextAnalytics;

/// <summary>The index of one session: what the worker's commands look like to the rest of the program.</summary>
/// <param name="pool">Pool of <see cref="TextWorkers"/>.</param>
/// <param name="session">The session.</param>
internal sealed class SessionIndex(SessionPool pool, string session)
{
    public string Session => session;

    /// <summary>Adds documents, each sent ahead of the answer to the last.</summary>
    public async Task<IReadOnlyList<IndexChange>> AddAsync(IEnumerable<CorpusDocument> documents, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<CommandOutcome> outcomes = await pool.ExecuteBatchAsync(
            session,
            [.. documents.Select(each => new BatchCommand("add_document", Arguments(each)))],
            cancellationToken: cancellationToken);
        return [.. outcomes.Select(outcome => outcome.GetResult().Value.Deserialize<IndexChange>(JsonSerializerOptions.Web)!)];
    }

    public Task<IndexChange> AddAsync(CorpusDocument document, CancellationToken cancellationToken = default) =>
        ChangeAsync(document.Id, "add_document", Arguments(document), cancellationToken);

    /// <exception cref="UnknownDocumentException">There is no such document.</exception>
    public Task<IndexChange> RemoveAsync(string document, CancellationToken cancellationToken = default) =>
        ChangeAsync(document, "remove_document", new { document }, cancellationToken);

    public Task<IndexSummary> SummarizeAsync(CancellationToken cancellationToken = default) =>
        AskAsync<IndexSummary>("summary", null, cancellationToken);

    /// <exception cref="UnknownDocumentException">There is no such document.</exception>
    public async Task<CorpusDocument> ReadAsync(string document, CancellationToken cancellationToken = default)
    {
        StoredDocument stored = await AskAboutAsync<StoredDocument>(document, "read_document", new { document }, cancellationToken);
        return new CorpusDocument(stored.Document, stored.Title, PackedText.Unpack(stored.Text));
    }

    /// <summary>Documents that have any of the words.</summary>
    public Task<SearchAnswer> SearchAsync(string query, int limit = 10, CancellationToken cancellationToken = default) =>
        AskAsync<SearchAnswer>("search", new { query, limit }, cancellationToken);

    /// <summary>Documents that have the words in a row.</summary>
    public Task<SearchAnswer> FindPhraseAsync(string phrase, int limit = 10, CancellationToken cancellationToken = default) =>
        AskAsync<SearchAnswer>("find_phrase", new { phrase, limit }, cancellationToken);

    /// <summary>What a document says more often than the others do.</summary>
    /// <exception cref="UnknownDocumentException">There is no such document.</exception>
    public Task<NotableExpression[]> FindTypicalTermsAsync(string document, int limit = 10, CancellationToken cancellationToken = default) =>
        AskAboutAsync<NotableExpression[]>(document, "typical_terms", new { document, limit }, cancellationToken);

    /// <summary>Words that go together.</summary>
    public Task<NotableExpression[]> FindCollocationsAsync(int limit = 10, CancellationToken cancellationToken = default) =>
        AskAsync<NotableExpression[]>("collocations", new { limit }, cancellationToken);

    /// <summary>Each use of a word, as it is found. The worker is at most <paramref name="ahead"/> lines ahead of the reader.</summary>
    public IAsyncEnumerable<ConcordanceLine> ReadConcordanceAsync(
        string word, int width = 30, int ahead = 16, Action<AnalysisProgress>? told = null, CancellationToken cancellationToken = default)
    {
        var options = new ExecuteOptions { StreamWindow = ahead, Progress = told is null ? null : new ProgressReader(told) };
        return pool.StreamAsync<ConcordanceLine>(session, "concordance", new { word, width }, options, cancellationToken)!;
    }

    /// <summary>Whether two words stand near each other by more than chance; takes as long as <paramref name="rounds"/> says.</summary>
    public async Task<WordProximity> MeasureProximityAsync(
        string first, string second, int rounds, Action<AnalysisProgress>? told = null, CancellationToken cancellationToken = default)
    {
        var options = new ExecuteOptions { Timeout = TimeSpan.FromMinutes(5), Progress = told is null ? null : new ProgressReader(told) };
        return (await pool.ExecuteAsync<WordProximity>(session, "proximity", new { first, second, rounds }, options, cancellationToken))!;
    }

    private static object Arguments(CorpusDocument document) =>
        new { document = document.Id, title = document.Title, text = PackedText.Pack(document.Text) };

    // The pool repeats no mutation. This one may be: it acted on the session alone, the worker that held it is gone, and the
    // session's next worker is given only what was answered. A change that kills worker after worker is quarantined by the pool.
    private async Task<IndexChange> ChangeAsync(string document, string command, object arguments, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await AskAboutAsync<IndexChange>(document, command, arguments, cancellationToken);
            }
            catch (WorkerLostException)
            {
            }
        }
    }

    private async Task<T> AskAsync<T>(string command, object? arguments, CancellationToken cancellationToken) =>
        (await pool.ExecuteAsync<T>(session, command, arguments, cancellationToken: cancellationToken))!;

    private async Task<T> AskAboutAsync<T>(string document, string command, object arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync<T>(command, arguments, cancellationToken);
        }
        catch (RemoteCommandException error) when (error.RemoteType is "UnknownDocument")
        {
            throw new UnknownDocumentException(document, error);
        }
    }
}
