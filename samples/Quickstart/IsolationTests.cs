namespace Quickstart;

/// <summary>Each test has a container and a pool of its own; the layer decides what the workers are.</summary>
internal sealed class IsolationTests
{
    private static readonly object Signature = new
    {
        inputs = new[] { new { name = "question", type = "string" } },
        outputs = new[] { new { name = "answer", type = "string" } },
    };

    [SetUp]
    public void EnvironmentIsThereAlready() => TestEnvironment.Current.ShouldNotBeNull().TestName.ShouldContain(nameof(IsolationTests));

    // Mock: a scripted worker in this process. The test decides what it answers.
    [IsolatedTest(Layer = TestLayer.Mock)]
    public async Task Scripted_worker_answers_what_the_test_wants(SessionPool pool, WorkerScript script)
    {
        script.On("weather", request => new { city = request.Args.GetProperty("city").GetString(), sunny = true });

        var result = await pool.ExecuteAsync("me", "weather", new { city = "Lisbon" });

        result.Value.GetProperty("sunny").GetBoolean().ShouldBeTrue();
    }

    // Bridge: the same worker behind real frames. What cannot be framed cannot pass.
    [IsolatedTest(Layer = TestLayer.Bridge)]
    public async Task Bytes_cross_the_wire_as_bytes(SessionPool pool)
    {
        var picture = new byte[100_000];
        TestEnvironment.Current!.Random.NextBytes(picture);

        var result = await pool.ExecuteAnonymousAsync("echo", new { picture });

        result.Blobs.ShouldHaveSingleItem().ToArray().ShouldBe(picture);
    }

    // No layer named: runs at the layer of TEST_MODE, so that one test can be run at all three.
    [IsolatedTest]
    public async Task Sessions_do_not_see_one_another(SessionPool pool)
    {
        await pool.ExecuteAsync("alice", "create_program", new { id = "hers", signature = Signature });
        await pool.ExecuteAsync("bob", "create_program", new { id = "his", signature = Signature });

        var programs = await pool.ExecuteAsync("alice", "list_programs");

        programs.Value.GetProperty("programs").EnumerateArray().Select(each => each.GetString()).ShouldBe(["hers"]);
    }

    // Full: worker processes. This one is killed, and the session's program is there all the same.
    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 2)]
    public async Task Program_survives_its_worker(SessionPool pool, FaultInjector faults)
    {
        await pool.ExecuteAsync("me", "create_program", new { id = "p", signature = Signature });

        var crash = await faults.CrashAsync(FaultTarget.Session("me"));
        var result = await pool.ExecuteAsync("me", "execute", new { program_id = "p", inputs = new { question = "still there?" } });

        result.Value.GetProperty("program_id").GetString().ShouldBe("p");
        result.WorkerId.ShouldNotBe(crash.WorkerId);
        await faults.WaitForRecoveryAsync(crash, within: TimeSpan.FromSeconds(30));
    }

    [IsolatedTest(Layer = TestLayer.Full)]
    public async Task Everyone_starts_at_the_same_moment(SessionPool pool, PoolMonitor monitor)
    {
        StartTogetherResult outcome = null!;

        var report = await monitor.WatchAsync(async () => outcome = await new StartTogether()
            .Add("one", token => pool.ExecuteAsync("one", "append", new { value = 1 }, cancellationToken: token).AsTask())
            .Add("two", token => pool.ExecuteAsync("two", "append", new { value = 2 }, cancellationToken: token).AsTask())
            .Add("three", token => pool.ExecuteAsync("three", "append", new { value = 3 }, cancellationToken: token).AsTask())
            .RunAsync(TimeSpan.FromSeconds(30)));

        outcome.ThrowUnlessAllSucceeded();
        (report.Checkouts, report.Checkins, report.Errors).ShouldBe((3, 3, 0));
    }
}
