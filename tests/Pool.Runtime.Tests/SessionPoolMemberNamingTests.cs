using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests;

internal sealed class SessionPoolMemberNamingTests
{
    [TestCase(MemberNaming.AsDeclared, """{"WordCount":3}""")]
    [TestCase(MemberNaming.CamelCase, """{"wordCount":3}""")]
    [TestCase(MemberNaming.SnakeCase, """{"word_count":3}""")]
    [TestCase(MemberNaming.KebabCase, """{"word-count":3}""")]
    public async Task Arguments_and_typed_results_are_called_as_the_option_says(MemberNaming naming, string json)
    {
        var asked = "";
        await using var scripted = await StartAsync(naming, worker => worker.On("repeat", request =>
        {
            asked = request.Args.GetRawText();
            return InProcessReply.Success(request.Args);
        }));

        var back = await scripted.Pool.ExecuteAsync<Counts>("s", "repeat", new Counts(3));

        asked.ShouldBe(json);
        back.ShouldBe(new Counts(3));
    }

    [Test]
    public async Task Result_that_lacks_a_member_says_so_and_where_names_are_chosen()
    {
        await using var scripted = await StartAsync(
            MemberNaming.AsDeclared, worker => worker.On("count", _ => InProcessReply.Success(new Dictionary<string, int>(StringComparer.Ordinal) { ["word_count"] = 3 })));

        var error = await Should.ThrowAsync<InvalidCastException>(scripted.Pool.ExecuteAsync<Counts>("s", "count").AsTask());

        error.Message.ShouldContain("; it has 'word_count'. MemberNaming says how members are called. The command ran");
        scripted.Pool.GetStats().Counters.Successes.ShouldBe(1);
    }

    private static Task<ScriptedPool> StartAsync(MemberNaming naming, Action<ScriptedWorker> script) =>
        ScriptedPool.StartAsync(new PoolOptions { Size = 1, MemberNaming = naming }, script: script);

    private sealed record Counts(int WordCount);
}
