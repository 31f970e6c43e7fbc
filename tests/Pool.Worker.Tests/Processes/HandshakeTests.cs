using System.Text;
using Pool.Runtime.Protocol;

namespace Pool.Worker.Tests.Processes;

[TestFixture(WorkerLanguage.Python)]
[TestFixture(WorkerLanguage.DotNet)]
internal sealed class HandshakeTests(WorkerLanguage language)
{
    [Test]
    public async Task Range_of_versions_that_holds_ours_is_accepted()
    {
        await using WorkerProcess worker = WorkerProcess.Start(language);
        await worker.SendAsync(new HostHello(1, 9, "w", 1 << 20));

        (await worker.ReceiveAsync()).ShouldBeOfType<WorkerHello>().Version.ShouldBe(1);
    }

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

    [TestCase("GET / HTTP/1.1\r\n\r\n", TestName = "{m}(text instead of frames)")]
    [TestCase("\0\0\0\u0002{]", TestName = "{m}(no JSON)")]
    [TestCase("\0\0\0\u0002[]", TestName = "{m}(no object)")]
    [TestCase("\0\0\0\u0002{}", TestName = "{m}(no type)")]
    [TestCase("\0\0\0\u0016{\"type\":\"ping\",\"id\":1}", TestName = "{m}(no hello)")]
    [TestCase("\0\0\0\u0059{\"type\":\"hello\",\"protocol\":{\"min\":3,\"max\":2},\"worker_id\":\"worker\",\"max_frame_bytes\":4096}", TestName = "{m}(no range)")]
    public async Task Garbage_instead_of_a_hello_ends_a_worker_with_three_and_a_line(string garbage)
    {
        await using WorkerProcess worker = WorkerProcess.Start(language);

        await worker.SendRawAsync(Encoding.Latin1.GetBytes(garbage));

        (int code, string errors) = await worker.ExitAsync();
        code.ShouldBe(3);
        errors.Trim().Split('\n').Length.ShouldBe(1, errors);
    }

    [TestCase("""{"type":"nonsense","id":1}""")]
    [TestCase("""{"type":"ping","id":0}""")]
    [TestCase("""{"type":"ping"}""")]
    [TestCase("""{"type":"hello","protocol":{"min":1,"max":1},"worker_id":"w","max_frame_bytes":4096}""")]
    [TestCase("""{"type":"request","id":1}""")]
    [TestCase("""{"type":"request","id":1,"command":"echo","args":NaN}""")]
    [TestCase("""{"type":"request","id":1,"command":"echo","args":1} x""")]
    [TestCase("""{"type":"request","id":1,"command":"echo","blobs":[0],"args":1}""")]
    [TestCase("""{"type":"request","id":1,"command":"echo","blobs":[0],"args":{"$blob":1}}""")]
    [TestCase("""{"type":"request","id":1,"command":"echo","blobs":[99999999999]}""")]
    [TestCase("""{"type":"request","id":1,"command":"echo","deadline_ms":"soon"}""")]
    [TestCase("""{"type":"end_session"}""")]
    public async Task Malformed_frame_after_the_hello_ends_a_worker_with_three_and_a_line(string json)
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);

        await worker.SendRawAsync([0, 0, 0, (byte)json.Length, .. Encoding.UTF8.GetBytes(json)]);

        (int code, string errors) = await worker.ExitAsync();
        code.ShouldBe(3);
        errors.Trim().Split('\n').Length.ShouldBe(1, errors);
    }

    [Test]
    public async Task Too_deep_a_frame_ends_a_worker_with_three()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        await worker.SendRawAsync(Nested(63));
        (await worker.ReceiveAsync()).ShouldBeOfType<WorkerResult>();

        await worker.SendRawAsync(Nested(64));

        (await worker.ExitAsync()).Code.ShouldBe(3);

        static byte[] Nested(int levels)
        {
            string args = new string('[', levels) + new string(']', levels);
            byte[] json = Encoding.UTF8.GetBytes($$"""{"type":"request","id":1,"command":"echo","args":{{args}}}""");
            return [0, 0, 0, (byte)json.Length, .. json];
        }
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
