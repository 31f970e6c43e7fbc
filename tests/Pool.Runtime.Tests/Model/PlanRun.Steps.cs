namespace Pool.Runtime.Tests.Model;

/// <content>What each step means for what there is.</content>
internal sealed partial class PlanRun
{
    private static readonly string[] Commands = [HeldWorker.Append, HeldWorker.Look, HeldWorker.Act];

    // False when there is nothing that the step could be about.
    private async Task<bool> TakeAsync(Step step)
    {
        var (a, b) = (step.A, step.B);
        switch (step.Kind)
        {
            case StepKind.Execute:
                return await BeginAsync(CallKind.Execute, a % 5 == 0 ? null : Session(a), b, timed: b % 4 == 0);
            case StepKind.Stream:
                return await BeginAsync(CallKind.Stream, Session(a), b, timed: false);
            case StepKind.Batch:
                return await BeginAsync(CallKind.Batch, Session(a), b, timed: b % 4 == 0, parts: 2 + (a % 3));
            case StepKind.Lease:
                return await BeginAsync(CallKind.Lease, a % 3 == 0 ? null : Session(a), b, timed: false);
            case StepKind.EndSession:
                return await BeginAsync(CallKind.EndSession, Session(a), b, timed: false);
            case StepKind.ExecuteOnLease:
                return Choose(_leases.Where(lease => lease.Model is { IsOpenLease: true, Running: null }), a) is { } free
                    && await BeginAsync(CallKind.OnLease, free.Model.SessionId, b, timed: b % 4 == 0, lease: free);
            case StepKind.Return:
                return Choose(_leases.Where(lease => lease.Model.IsOpenLease), a) is { } held && Return(held);
            case StepKind.Cancel:
                return Choose(_open, a) is { } open && Cancel(open);
            case StepKind.Answer:
                return Choose(_model.Workers.Where(each => each.Running is not null), a) is { } busy && Answer(busy, b);
            case StepKind.Chunk:
                return Choose(_streams.Where(stream => stream.Model is { Outcome: null, Runs: true }), a) is { } stream && await SendAsync(stream);
            case StepKind.CrashIdle:
                return Choose(_model.Workers.Where(each => each.Lives && each.Running is null), a) is { } quiet && Crash(quiet);
            case StepKind.EndStart:
                return Choose(_model.Workers.Where(each => each.State == ModelWorkerState.Starting), a) is { } new_ && EndStart(new_, succeeds: b % 6 != 0);
            case StepKind.Resize:
                return _model.State == PoolState.Running && Resize(1 + (a % 4));
            case StepKind.Clear:
                return _model.State == PoolState.Running && Clear();
            case StepKind.Drain:
                return _model.State == PoolState.Running && Drain((a % 30 * TickMs) + 7);
            default:
                await WaitAsync(a % 40 * TickMs);
                return true;
        }
    }

    private static string Session(int number) => $"s{number % 3}";

    private static T? Choose<T>(IEnumerable<T> choices, int number)
        where T : class
    {
        var all = choices.ToList();
        return all.Count == 0 ? null : all[number % all.Count];
    }

    // Ends of patience that fall together would be in nobody's order.
    private async Task<bool> BeginAsync(CallKind kind, string? session, int number, bool timed, int parts = 1, RealCall? lease = null)
    {
        var patience = kind == CallKind.Lease ? TickMs * (1 + (number % 40)) : Setting.QueueMs;
        while (_model.IsTaken(_model.Now + patience))
            await WaitAsync(TickMs);
        var timeout = TickMs * (1 + (number % 50));
        while (timed && (_model.IsTaken(_model.Now + timeout) || timeout == patience))
            timeout += TickMs;
        if (lease is { Model: not { IsOpenLease: true, Running: null } })
            return false;
        var command = Commands[number % 3];
        var model = new ModelCall
        {
            Id = ++_lastId,
            Kind = kind,
            SessionId = session,
            Command = session is null && command == HeldWorker.Append ? HeldWorker.Look : command,
            Parts = parts,
            Lease = lease?.Model,
            EndsAt = timed ? _model.Now + timeout : long.MaxValue,
            PatienceEndsAt = _model.Now + patience,
        };
        _model.Begin(model);
        var call = new RealCall(model, _pool);
        call.Begin(lease, kind == CallKind.Lease ? TimeSpan.FromMilliseconds(patience) : timed ? TimeSpan.FromMilliseconds(timeout) : null);
        _open.Add(call);
        if (kind == CallKind.Lease)
            _leases.Add(call);
        if (kind == CallKind.Stream)
            _streams.Add(call);
        return true;
    }

    private bool Cancel(RealCall call)
    {
        _board.Release(call.Model.Id);
        _model.Cancel(call.Model);
        call.Cancel();
        return true;
    }

    private bool Return(RealCall lease)
    {
        if (lease.Model.Running is { } running)
            _board.Release(running.Id);
        _model.Return(lease.Model);
        lease.Return();
        return true;
    }

    private bool Answer(ModelWorker busy, int number)
    {
        var worker = _board.Find(busy.Id)!;
        if (number % 8 == 1)
            return Crash(busy);
        var held = worker.Held!;
        var succeeds = number % 8 != 0;
        if (succeeds)
            _board.Answer(held);
        _model.Answer(busy, succeeds);
        held.Answer.SetResult(succeeds);
        return true;
    }

    private async Task<bool> SendAsync(RealCall stream)
    {
        var held = _board.Find(stream.Model.Worker!.Id)!.Held!;
        await held.Request.SendChunkAsync(new { id = stream.Model.Id, number = stream.Model.Chunks++ });
        return true;
    }

    private bool Crash(ModelWorker worker)
    {
        _model.Crash(worker);
        _board.Find(worker.Id)!.Crash();
        return true;
    }

    private bool EndStart(ModelWorker worker, bool succeeds)
    {
        _model.EndStart(worker, succeeds);
        _board.Find(worker.Id)!.EndStart(succeeds);
        return true;
    }

    private bool Resize(int size)
    {
        _model.Resize(size);
        _changes.Add(_pool.ResizeAsync(size).AsTask());
        return true;
    }

    private bool Clear()
    {
        _model.Clear();
        _changes.Add(_pool.ClearAsync().AsTask());
        return true;
    }

    private bool Drain(int graceMs)
    {
        _model.Drain(graceMs);
        _changes.Add(_pool.DrainAsync(TimeSpan.FromMilliseconds(graceMs)).AsTask());
        return true;
    }
}
