namespace Pool.Worker.Demo;

/// <summary>
/// The demo commands: a worker to try a pool with, and to test one against. The Python worker serves the same, with the
/// same results and types of errors.
/// </summary>
internal static class DemoCommands
{
    public static void AddTo(WorkerApplication worker)
    {
        ProgramCommands.AddTo(worker);
        BasicCommands.AddTo(worker);
        StateCommands.AddTo(worker);
        StreamCommands.AddTo(worker);
        ByteCommands.AddTo(worker);
        new TroubleCommands().AddTo(worker);
        worker.MapSnapshot<DemoState>(DemoState.Of, (session, state) => state.Fill(session));
    }
}
