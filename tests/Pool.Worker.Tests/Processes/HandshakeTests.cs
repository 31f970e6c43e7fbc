using Pool.Runtime.Protocol;

namespace Pool.Worker.Tests.Processes;

[TestFixture(WorkerLanguage.Python)]
[TestFixture(WorkerLanguage.DotNet)]
internal sealed class HandshakeTests(WorkerLanguage language)
{
    [Test]
    public async Task Worker_without_a_common_version_says_so_and_exits_with_two()
    {
        await using WorkerProcess worker = WorkerProcess.Start(language);
        await worker.SendAsync(new HostHello(2, 3, "w", 1 << 20));

        var error = (await worker.ReceiveAsync()).ShouldBeOfType<WorkerError>();

        error.Id.ShouldBeNull();
        error.Error.Type.ShouldBe("ProtocolVersionMismatch");
        error.Error.Message.ShouldContain("2 to 3");
        (await worker.ExitAsync()).Code.ShouldBe(2);
    }

    [Test]
    public async Task Frame_above_the_workers_limit_ends_it_with_three_and_both_sizes()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);

        await worker.SendRawAsync([0x7F, 0xFF, 0xFF, 0xFF, (byte)'{']);

        (int code, string errors) = await worker.ExitAsync();
        code.ShouldBe(3);
        errors.ShouldContain("2147483647");
        errors.ShouldContain("16777216");
    }

    [Test]
    public async Task Result_above_the_hosts_limit_becomes_an_error_and_the_worker_serves_on()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language, maxFrameBytes: 4096);

        WorkerErrorInfo error = await worker.ErrorOfAsync("blob", new { size = 5000 });

        error.Type.ShouldBe("FrameTooLarge");
        error.Message.ShouldContain("4096");
        (await worker.ResultOfAsync("blob", new { size = 3000 })).Value.Blobs[0].Length.ShouldBe(3000);
    }

    [Test]
    public async Task Error_is_shortened_until_it_fits_the_hosts_limit()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language, maxFrameBytes: 2048);

        WorkerErrorInfo error = await worker.ErrorOfAsync("fail", new { message = new string('m', 1900) });

        error.Type.ShouldBe("DemoError");
        error.Message.ShouldStartWith("mmm");
    }
}
