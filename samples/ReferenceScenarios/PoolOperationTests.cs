namespace ReferenceScenarios;

/// <summary>The reference design's integration tests: sessions and recovery, with worker processes.</summary>
internal sealed class PoolOperationTests
{
    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 3, MaxOverflow = 0)]
    public async Task Concurrent_sessions_each_get_their_program(SessionPool pool)
    {
        var created = await new StartTogether()
            .Add("op1", token => CreateAsync(pool, "session_1", token))
            .Add("op2", token => CreateAsync(pool, "session_2", token))
            .Add("op3", token => CreateAsync(pool, "session_3", token))
            .RunAsync(TimeSpan.FromSeconds(30));

        created.ThrowUnlessAllSucceeded();
        foreach (var session in new[] { "session_1", "session_2", "session_3" })
        {
            var programs = await pool.ExecuteAsync(session, "list_programs");
            programs.Value.GetProperty("total_count").GetInt32().ShouldBe(1);
        }
    }

    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 2, MaxOverflow = 0)]
    public async Task Session_recovers_from_the_death_of_its_worker(SessionPool pool, PoolMonitor monitor, FaultInjector faults)
    {
        CommandResult? answer = null;

        var report = await monitor.WatchAsync(async () =>
        {
            var program = (await CreateAsync(pool, "test_session", CancellationToken.None)).Value.GetProperty("program_id").GetString();
            var crash = await faults.CrashAsync(FaultTarget.Session("test_session"));
            answer = await pool.ExecuteAsync("test_session", "execute", new { program_id = program, inputs = new { input = "x" } });
            await faults.WaitForRecoveryAsync(crash, within: TimeSpan.FromSeconds(30));
        });

        answer.ShouldNotBeNull().Value.GetProperty("outputs").TryGetProperty("output", out _).ShouldBeTrue();
        answer.Attempts.ShouldBeInRange(1, 2);
        (report.Restarts, report.Errors).ShouldBe((1, 0));
        faults.Injected.ShouldHaveSingleItem().Evidence.Signal.ShouldNotBeNull();
    }

    private static Task<CommandResult> CreateAsync(SessionPool pool, string session, CancellationToken cancellationToken) =>
        pool.ExecuteAsync(session, "create_program", new { signature = Scenario.Signature }, cancellationToken: cancellationToken).AsTask();
}
