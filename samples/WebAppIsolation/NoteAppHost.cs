using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pool.NUnit.Isolation;

namespace WebAppIsolation;

/// <summary>The app for one test: on a port that was free, with the test's own notebook and clock inside.</summary>
internal sealed class NoteAppHost(NoteBook book, TimeProvider clock) : IAsyncTestResource
{
    private WebApplication? _app;

    public Uri Address => new(_app!.Urls.Single());

    public async ValueTask StartAsync(TestResourceContext context, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        // Port 0: the system picks one that nobody has.
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(book).AddSingleton(clock);
        _app = NoteApp.Build(builder);
        await _app.StartAsync(cancellationToken);
    }

    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        if (_app is null)
            return;
        await _app.StopAsync(cancellationToken);
        await _app.DisposeAsync();
    }
}
