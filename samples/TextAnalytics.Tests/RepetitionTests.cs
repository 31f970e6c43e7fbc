using Pool.NUnit.Isolation;
using Pool.NUnit.Isolation.Scripting;
using Pool.Runtime;
using Pool.Runtime.Errors;

namespace TextAnalytics.Tests;

/// <summary>What the service does when a worker fails it, with a scripted worker that fails when it is told to.</summary>
internal sealed class RepetitionTests
{
    private static readonly CorpusDocument Document = new("d", "D", "words");

    [IsolatedTest(Layer = TestLayer.Mock)]
    public async Task Change_that_was_lost_with_its_worker_is_made_again(SessionIndex index, WorkerScript script)
    {
        var calls = 0;
        script
            .On("add_document", _ => new { document = "d", words = 1, documents = Interlocked.Increment(ref calls) }, CommandKind.Mutation)
            .CrashNext("add_document", times: 2);

        IndexChange change = await index.AddAsync(Document);

        change.ShouldBe(new IndexChange("d", Words: 1, Documents: 1));
    }

    [IsolatedTest(Layer = TestLayer.Mock)]
    public async Task Change_that_kills_worker_after_worker_is_quarantined(SessionIndex index, WorkerScript script)
    {
        script.On("add_document", _ => null, CommandKind.Mutation).CrashNext("add_document", times: 100);

        await Should.ThrowAsync<CommandQuarantinedException>(() => index.AddAsync(Document));
    }
}
