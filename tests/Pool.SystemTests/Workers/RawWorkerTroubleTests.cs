using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;

namespace Pool.SystemTests.Workers;

/// <summary>Workers that are written without an SDK and do what the SDKs prevent.</summary>
internal sealed class RawWorkerTroubleTests
{
    private const string Preamble =
        """
        import json, os, struct, subprocess, sys

        def receive():
            size = sys.stdin.buffer.read(4)
            if len(size) < 4:
                os._exit(0)
            message = json.loads(sys.stdin.buffer.read(struct.unpack(">I", size)[0]))
            if message["type"] == "shutdown":
                os._exit(0)
            return message

        def send(message):
            text = json.dumps(message).encode()
            sys.stdout.buffer.write(struct.pack(">I", len(text)) + text)
            sys.stdout.buffer.flush()

        receive()
        send({"type": "hello", "protocol": 1, "worker": "raw", "max_frame_bytes": 2048, "commands": {"run": {"kind": "effect"}}})
        send({"type": "pong", "id": receive()["id"]})

        """;

    [Test]
    public async Task Worker_that_dies_while_it_writes_its_answer_is_lost_with_its_exit_status()
    {
        await using var pool = await StartAsync(
            """
            receive()
            sys.stdout.buffer.write(struct.pack(">I", 5000) + b"{" * 1000)
            sys.stdout.buffer.flush()
            os._exit(9)
            """);

        var error = await Should.ThrowAsync<WorkerLostException>(async () => await pool.ExecuteAnonymousAsync("run"));

        (error.ExitStatus, error.RequestFate).ShouldBe((9, RequestFate.Sent));
        error.Message.ShouldContain("inside a frame");
    }

    [Test]
    public async Task Grandchild_that_holds_the_output_open_does_not_hide_the_workers_death()
    {
        var pool = await StartAsync(
            """
            request = receive()
            child = subprocess.Popen(["sleep", "300"])
            send({"type": "result", "id": request["id"], "value": child.pid})
            receive()
            """);
        var grandchild = (await pool.ExecuteAnonymousAsync("run")).Value.GetInt32();
        try
        {
            OperatingSystemProcess.Kill(pool.GetStats().Workers[0].ProcessId!.Value);
            var events = pool.ObserveAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
            if (pool.GetStats().Counters.Restarts == 0)
            {
                await foreach (var happened in events)
                {
                    if (happened is PoolEvent.WorkerRestarted)
                        break;
                }
            }

            pool.GetStats().Counters.Losses.ShouldBe(1);
            OperatingSystemProcess.IsAlive(grandchild).ShouldBeTrue();
            await pool.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            OperatingSystemProcess.Kill(grandchild);
        }
    }

    [Test]
    public async Task Worker_that_does_not_understand_its_host_says_so_in_the_error()
    {
        await using var pool = await StartAsync(
            """
            receive()
            send({"type": "error", "error": {"type": "MalformedFrame", "message": "what was that?"}})
            receive()
            """);

        var error = await Should.ThrowAsync<ProtocolViolationException>(async () => await pool.ExecuteAnonymousAsync("run"));

        error.Message.ShouldContain("It reported MalformedFrame: what was that?. It is replaced.");
    }

    [Test]
    public async Task Log_entry_that_nobody_asked_for_is_passed_over()
    {
        await using var pool = await StartAsync(
            """
            request = receive()
            send({"type": "log", "level": "error", "logger": "raw", "message": "", "id": 99})
            send({"type": "result", "id": request["id"], "value": 7})
            receive()
            """);

        (await pool.ExecuteAnonymousAsync("run")).Value.GetInt32().ShouldBe(7);
        pool.GetStats().Counters.Losses.ShouldBe(0);
    }

    [Test]
    public async Task Log_entry_that_is_malformed_condemns_the_worker()
    {
        await using var pool = await StartAsync(
            """
            request = receive()
            send({"type": "log", "level": "loud", "logger": "raw", "message": "m"})
            send({"type": "result", "id": request["id"], "value": 7})
            receive()
            """);

        (await Should.ThrowAsync<ProtocolViolationException>(async () => await pool.ExecuteAnonymousAsync("run")))
            .Message.ShouldContain("'loud' is no level of a log");
    }

    [Test]
    public async Task Request_beyond_what_the_workers_hello_allows_is_refused_with_that_limit()
    {
        await using var pool = await StartAsync("receive()");

        var error = await Should.ThrowAsync<FrameTooLargeException>(
            async () => await pool.ExecuteAnonymousAsync("run", new string('x', 2040)));

        error.Limit.ShouldBe(2048);
        error.Size.ShouldBeGreaterThan(2048);
        pool.GetStats().Counters.Losses.ShouldBe(0);
    }

    [Test]
    public async Task Worker_that_ends_at_once_when_asked_to_is_no_trouble()
    {
        for (var i = 0; i < 5; i++)
        {
            var pool = await StartAsync("receive()\nos._exit(0)", size: 3);
            await pool.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            pool.GetStats().Workers.ShouldBeEmpty();
        }
    }

    private static ValueTask<SessionPool> StartAsync(string program, int size = 1) => SessionPool.StartAsync(
        new PoolOptions { Size = size, StartTimeout = TimeSpan.FromSeconds(60) },
        new ProcessAdapter(new ProcessAdapterOptions { FileName = WorkerPrograms.Python.Path, Arguments = ["-c", Preamble + program] }));
}
