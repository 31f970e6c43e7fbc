using System.Diagnostics;
using System.Globalization;

namespace Pool.NUnit.Isolation.ResourceSpecimens;

/// <summary>Starts a process and doesn't end it.</summary>
internal sealed class ForgottenProcess : JournaledResource
{
    public int ProcessId { get; private set; }

    protected override async ValueTask OnStartAsync(TestResourceContext context, CancellationToken cancellationToken)
    {
        using Process process = await context.StartProcessAsync(new ProcessStartInfo("sleep") { ArgumentList = { "300" } }, cancellationToken);
        ProcessId = process.Id;
        Journal.Note(string.Create(CultureInfo.InvariantCulture, $"process {ProcessId}"));
    }
}
