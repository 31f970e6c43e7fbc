using System.Diagnostics;
using System.Globalization;
using Pool.Runtime;

namespace TextAnalytics;

/// <summary>Everything that the sample shows, step by step, with a transcript.</summary>
/// <param name="pool">Pool of <see cref="TextWorkers"/>.</param>
/// <param name="transcript">Where to tell of it.</param>
internal sealed class Walkthrough(SessionPool pool, TextWriter transcript)
{
    private readonly SessionIndex _america = new(pool, "america");
    private readonly SessionIndex _shakespeare = new(pool, "shakespeare");

    public async Task RunAsync()
    {
        await IndexBothAsync();
        await AskTypedQuestionsAsync();
        await ReadStreamAsync();
        await CancelInTheMidstAsync();
        await KillWorkerAsync();
        await AskForWhatIsNotThereAsync();
        await EndAsync();
    }

    private async Task IndexBothAsync()
    {
        Head("Two sessions, side by side");
        await Task.WhenAll(
            _america.AddAsync(CorpusDocument.ReadPart("america")),
            _shakespeare.AddAsync(CorpusDocument.ReadPart("shakespeare")));
        foreach (SessionIndex index in (SessionIndex[])[_america, _shakespeare])
        {
            IndexSummary summary = await index.SummarizeAsync();
            Say($"{index.Session} has {summary.Documents} documents, {summary.Words} words, {summary.Terms} different ones");
        }
    }

    private async Task AskTypedQuestionsAsync()
    {
        Head("Questions, answered by records");
        Say($"best for 'liberty people' of {(await _america.SearchAsync("liberty people")).Found}:");
        foreach (SearchHit hit in (await _america.SearchAsync("liberty people", limit: 3)).Hits)
            Say($"  {hit.Score:F3}  {hit.Title}");
        SearchAnswer phrase = await _america.FindPhraseAsync("created equal");
        Say($"'created equal' is in {string.Join(" and in ", phrase.Hits.Select(hit => hit.Document))}");
        NotableExpression[] typical = await _america.FindTypicalTermsAsync("gettysburg-address", limit: 5);
        Say($"typical of the Gettysburg Address: {string.Join(", ", typical.Select(term => term.Text))}");
        NotableExpression[] pairs = await _america.FindCollocationsAsync(limit: 5);
        Say($"words that go together: {string.Join(", ", pairs.Select(pair => pair.Text))}");
        CorpusDocument sonnet = await _shakespeare.ReadAsync("sonnet-018");
        Say($"the text of {sonnet.Id} came back as bytes: \"{sonnet.Text.Split('\n')[0]}\"");
    }

    private async Task ReadStreamAsync()
    {
        Head("A stream, left after five lines");
        var left = 5;
        await foreach (ConcordanceLine line in _america.ReadConcordanceAsync("war", width: 28, ahead: 2))
        {
            Say($"{line.Before,28}[{line.Keyword}]{line.After}");
            if (--left == 0)
                break;
        }
    }

    private async Task CancelInTheMidstAsync()
    {
        Head("An analysis, cancelled in its midst");
        WordProximity sample = await _america.MeasureProximityAsync("united", "states", rounds: 2000);
        Say($"'united' is {sample.Distance:F1} words from 'states', {sample.Expected:F1} by chance (p = {sample.Probability:F4})");
        string? before = WorkerOf(_america)?.WorkerId;
        using var enough = new CancellationTokenSource();
        try
        {
            await _america.MeasureProximityAsync(
                "people", "government", rounds: 10_000_000, progress => CancelOnceUnderWay(progress, enough), enough.Token);
        }
        catch (OperationCanceledException)
        {
            Say($"the same with 10,000,000 rounds for 'people' was cancelled as soon as it told of progress");
        }

        IndexSummary summary = await _america.SummarizeAsync();
        Say($"its worker is {(WorkerOf(_america)?.WorkerId == before ? "the same" : "another")} and has {summary.Documents} documents");
    }

    private async Task KillWorkerAsync()
    {
        Head("A killed worker");
        IndexChange change = await _america.RemoveAsync("amendment-10");
        Say($"{change.Document} is removed, {change.Documents} documents are left");
        IAsyncEnumerable<PoolEvent> events = pool.ObserveAsync();
        WorkerStats victim = WorkerOf(_america)!;
        using (var process = Process.GetProcessById(victim.ProcessId!.Value))
            process.Kill();
        SearchAnswer answer = await _america.SearchAsync("liberty people", limit: 1);
        PoolEvent.SessionReplayed replay = await FirstReplayAsync(events);
        IndexSummary summary = await _america.SummarizeAsync();
        Say($"{victim.WorkerId} (process {victim.ProcessId}) was killed; {replay.WorkerId} answers");
        Say($"the index came from a snapshot and {replay.Commands} replayed command: 'liberty people' finds {answer.Found} of {summary.Documents}");
        Say($"best is still {answer.Hits[0].Title}");
    }

    private async Task AskForWhatIsNotThereAsync()
    {
        Head("An error of the worker's own");
        try
        {
            await _america.ReadAsync("amendment-10");
        }
        catch (UnknownDocumentException error)
        {
            Say($"{nameof(UnknownDocumentException)}: {error.Message}");
        }
    }

    private async Task EndAsync()
    {
        await pool.EndSessionAsync(_america.Session);
        await pool.EndSessionAsync(_shakespeare.Session);
        Head($"{pool.GetStats().Sessions} sessions are left");
    }

    private WorkerStats? WorkerOf(SessionIndex index) => pool.FindSessionWorker(index.Session);

    private static void CancelOnceUnderWay(AnalysisProgress progress, CancellationTokenSource cancellation)
    {
        if (progress.Done > 0)
            cancellation.Cancel();
    }

    private static async Task<PoolEvent.SessionReplayed> FirstReplayAsync(IAsyncEnumerable<PoolEvent> events)
    {
        await foreach (PoolEvent each in events)
        {
            if (each is PoolEvent.SessionReplayed replay)
                return replay;
        }

        throw new InvalidOperationException("The pool ended before it replayed the session.");
    }

    private void Head(string text) => transcript.WriteLine(text);

    private void Say(FormattableString text) => transcript.WriteLine("  " + text.ToString(CultureInfo.InvariantCulture));
}
