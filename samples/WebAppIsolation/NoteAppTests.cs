using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Pool.NUnit.Isolation;

namespace WebAppIsolation;

/// <summary>Each test has an app of its own, and they all run at once.</summary>
internal sealed class NoteAppTests : IConfigureTestServices
{
    public void ConfigureServices(IServiceCollection services, TestEnvironment environment) => services
        .AddSingleton<NoteBook>()
        .AddTestResource<NoteAppHost>()
        .AddSingleton(static provider => new HttpClient { BaseAddress = provider.GetRequiredService<NoteAppHost>().Address });

    [IsolatedTest]
    public async Task App_begins_empty_and_keeps_what_it_is_told([Range(1, 10)] int number)
    {
        HttpClient client = TestEnvironment.Current!.Services.GetRequiredService<HttpClient>();
        (await client.GetFromJsonAsync<Note[]>("/notes")).ShouldBeEmpty();

        using HttpResponseMessage created = await client.PostAsJsonAsync("/notes", new { text = $"note {number}" });

        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await client.GetFromJsonAsync<Note[]>("/notes")).ShouldNotBeNull().ShouldHaveSingleItem().Text.ShouldBe($"note {number}");
    }

    [IsolatedTest]
    public async Task Test_looks_into_the_app(HttpClient client, NoteBook book)
    {
        book.Add(new Note("written by the test", DateTimeOffset.UnixEpoch));

        Note[]? notes = await client.GetFromJsonAsync<Note[]>("/notes");

        notes.ShouldNotBeNull().ShouldHaveSingleItem().WrittenAt.ShouldBe(DateTimeOffset.UnixEpoch);
    }

    [IsolatedTest]
    [NewYear]
    public async Task Test_sets_the_clock_of_the_app(HttpClient client, NoteBook book)
    {
        using HttpResponseMessage created = await client.PostAsJsonAsync("/notes", new { text = "happy new year" });

        book.Notes.ShouldHaveSingleItem().WrittenAt.ShouldBe(NewYearAttribute.Now);
    }
}
