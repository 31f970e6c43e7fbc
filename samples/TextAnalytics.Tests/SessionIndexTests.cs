using Pool.NUnit.Isolation;
using Pool.Runtime;
using Pool.Runtime.Errors;

namespace TextAnalytics.Tests;

/// <summary>The sample's service, with the workers that the program has.</summary>
internal sealed class SessionIndexTests
{
    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 1)]
    public async Task Search_is_answered_by_records_the_best_first(SessionIndex index)
    {
        await index.AddAsync(CorpusTexts.America);

        SearchAnswer answer = await index.SearchAsync("liberty people", limit: 2);

        answer.Found.ShouldBe(10);
        answer.Hits.Select(hit => hit.Document).ShouldBe(["preamble", "gettysburg-address"]);
        answer.Hits.ShouldAllBe(hit => hit.Score > 0);
    }

    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 1)]
    public async Task Text_comes_back_as_it_was(SessionIndex index)
    {
        var document = new CorpusDocument("accents", "Déjà vu", "Åse läste «Œuvres» 你好 🙂\n\u0000 twice");
        await index.AddAsync(document);

        CorpusDocument returned = await index.ReadAsync("accents");

        returned.ShouldBe(document);
    }

    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 1)]
    public async Task Sessions_that_share_a_worker_share_no_index(SessionPool pool, SessionIndex mine)
    {
        var hers = new SessionIndex(pool, "her");
        await mine.AddAsync(CorpusTexts.America);
        await hers.AddAsync(CorpusTexts.Shakespeare);

        (await mine.SummarizeAsync()).Documents.ShouldBe(15);
        (await hers.SummarizeAsync()).Documents.ShouldBe(9);
        (await hers.FindPhraseAsync("we the people")).Found.ShouldBe(0);
    }

    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 1)]
    public async Task Concordance_comes_line_by_line_and_may_be_left(SessionPool pool, SessionIndex index)
    {
        await index.AddAsync(CorpusTexts.America);
        var lines = new List<ConcordanceLine>();

        await foreach (ConcordanceLine line in index.ReadConcordanceAsync("nation", ahead: 1))
        {
            lines.Add(line);
            if (lines.Count == 3)
                break;
        }

        lines.ShouldAllBe(line => line.Document == "gettysburg-address" && line.Keyword == "nation");
        (await index.SummarizeAsync()).Documents.ShouldBe(15);
        pool.GetStats().Counters.Losses.ShouldBe(0);
    }

    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 1)]
    public async Task Concordance_tells_how_many_documents_it_has_been_through(TestEnvironment environment, SessionIndex index)
    {
        await index.AddAsync(CorpusTexts.America);
        var told = new List<AnalysisProgress>();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Note(AnalysisProgress progress)
        {
            told.Add(progress);
            if (progress.Done == progress.Of)
                ended.SetResult();
        }

        var documents = new HashSet<string>();
        await foreach (ConcordanceLine line in index.ReadConcordanceAsync("right", told: Note))
            documents.Add(line.Document);
        await ended.Task.WaitAsync(environment.CancellationToken);

        documents.Count.ShouldBe(8);
        told.ShouldBe(Enumerable.Range(1, 8).Select(done => new AnalysisProgress(done, Of: 8)));
    }

    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 1)]
    public async Task Analysis_that_is_cancelled_in_its_midst_leaves_worker_and_index_as_they_were(SessionPool pool, SessionIndex index)
    {
        await index.AddAsync(CorpusTexts.America);
        using var cancellation = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => index.MeasureProximityAsync(
            "people", "government", rounds: 1_000_000_000, _ => cancellation.Cancel(), cancellation.Token));

        (await index.SummarizeAsync()).Documents.ShouldBe(15);
        pool.GetStats().Counters.Losses.ShouldBe(0);
    }

    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 1)]
    public async Task Words_of_a_name_stand_nearer_than_chance_puts_them(SessionIndex index)
    {
        await index.AddAsync(CorpusTexts.America);

        WordProximity proximity = await index.MeasureProximityAsync("united", "states", rounds: 2000);

        proximity.Distance.ShouldBeLessThan(proximity.Expected);
        proximity.Probability.ShouldBe(1.0 / 2001, 1e-9);
    }

    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 1)]
    public async Task Document_that_is_not_there_is_an_exception_of_its_own(SessionIndex index)
    {
        UnknownDocumentException error = await Should.ThrowAsync<UnknownDocumentException>(() => index.ReadAsync("atlantis"));

        error.Document.ShouldBe("atlantis");
        error.Message.ShouldBe("There is no document 'atlantis' among the 0 of this session.");
    }

    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 1)]
    public async Task Document_that_is_there_already_changes_nothing(SessionIndex index)
    {
        await index.AddAsync(CorpusTexts.Shakespeare);

        RemoteCommandException error = await Should.ThrowAsync<RemoteCommandException>(
            () => index.AddAsync(CorpusTexts.Shakespeare[0] with { Text = "other words" }));

        error.RemoteType.ShouldBe("DocumentExists");
        (await index.ReadAsync(CorpusTexts.Shakespeare[0].Id)).ShouldBe(CorpusTexts.Shakespeare[0]);
    }

    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 1)]
    public async Task Bytes_that_are_no_text_are_refused_with_what_to_send(SessionPool pool)
    {
        RemoteCommandException error = await Should.ThrowAsync<RemoteCommandException>(
            () => pool.ExecuteAsync("me", "add_document", new { document = "d", title = "t", text = new byte[] { 1, 2, 3 } }).AsTask());

        error.RemoteType.ShouldBe("InvalidArguments");
        error.RemoteMessage.ShouldContain("Send UTF-8, compressed by zlib.");
    }
}
