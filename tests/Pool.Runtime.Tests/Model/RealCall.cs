using System.Text.Json;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests.Model;

/// <summary>A call of the model, made to a real pool.</summary>
internal sealed class RealCall(ModelCall model, SessionPool pool) : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly List<int[]?> _seen = [];
    private readonly List<PoolException?> _errors = [];
    private WorkerLease _lease;
    private int _chunks;

    public ModelCall Model { get; } = model;

    /// <summary>How the call ended, in the model's words, or what was wrong with its answer.</summary>
    public Task<string> Ending { get; private set; } = Task.FromResult("not begun");

    public int Chunks => Volatile.Read(ref _chunks);

    public void Begin(RealCall? lease, TimeSpan? timeout) => Ending = EndAsync(lease, timeout is null ? null : new ExecuteOptions { Timeout = timeout });

    public void Cancel() => _cancel.Cancel();

    public void Return() => _lease.DisposeAsync().AsTask().IsCompletedSuccessfully.ShouldBeTrue();

    /// <summary>What the caller was told, where it is not what the model knows; null when it is.</summary>
    public string? Difference()
    {
        if (Model.Kind is CallKind.Lease or CallKind.EndSession || Model.Outcome != ModelCall.Succeeded)
            return null;
        if (Model.Kind == CallKind.Stream)
            return Chunks == Model.Chunks ? null : $"{Model} gave {Chunks} chunks, {Model.Chunks} were sent";
        for (var part = 0; part < Model.Parts; part++)
        {
            var (seen, expected) = (_seen[part], part < Model.Seen.Count ? Model.Seen[part] : null);
            if (!(seen ?? [-1]).SequenceEqual(expected ?? [-1]))
                return $"{Model} was told {Text(seen, _errors.ElementAtOrDefault(part))} by its part {part}, and should have been told {Text(expected, null)}";
        }

        return null;
    }

    private static string Text(int[]? items, PoolException? error) =>
        items is null ? $"of an error ({error?.Message})" : $"[{string.Join(' ', items)}]";

    public void Dispose() => _cancel.Dispose();

    public override string ToString() => Model.ToString();

    private async Task<string> EndAsync(RealCall? lease, ExecuteOptions? options)
    {
        try
        {
            await RunAsync(lease, options);
            return ModelCall.Succeeded;
        }
        catch (OperationCanceledException) when (_cancel.IsCancellationRequested || Model.Lease is { IsReturned: true })
        {
            return ModelCall.Cancelled;
        }
        catch (PoolException e)
        {
            return e.GetType().Name;
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }

    private async Task RunAsync(RealCall? lease, ExecuteOptions? options)
    {
        var token = _cancel.Token;
        switch (Model.Kind)
        {
            case CallKind.Execute when Model.SessionId is { } session:
                Take(0, await pool.ExecuteAsync(session, Model.Command, Args(0), options, token));
                break;
            case CallKind.Execute:
                Take(0, await pool.ExecuteAnonymousAsync(Model.Command, Args(0), options, token));
                break;
            case CallKind.OnLease:
                Take(0, await lease!._lease.ExecuteAsync(Model.Command, Args(0), options, token));
                break;
            case CallKind.Stream:
                await foreach (var chunk in pool.StreamAsync(Model.SessionId!, Model.Command, Args(0), options, token))
                    TakeChunk(chunk);
                break;
            case CallKind.Batch:
                BatchCommand[] commands = [.. Enumerable.Range(0, Model.Parts).Select(part => new BatchCommand(Model.Command, Args(part)))];
                var outcomes = await pool.ExecuteBatchAsync(Model.SessionId!, commands, options, token);
                for (var part = 0; part < outcomes.Count; part++)
                {
                    _errors.Add(outcomes[part].Error);
                    Take(part, outcomes[part].Result);
                }

                break;
            case CallKind.Lease:
                TimeSpan? patience = options?.Timeout;
                _lease = await pool.CheckoutAsync(new CheckoutRequest { SessionId = Model.SessionId, QueueTimeout = patience }, token);
                break;
            case CallKind.EndSession:
                await pool.EndSessionAsync(Model.SessionId!, token);
                break;
        }
    }

    private object Args(int part) => new { id = Model.Id, part };

    private void Take(int part, CommandResult? result)
    {
        if (result is null)
        {
            _seen.Add(null);
            return;
        }

        var (id, of) = (result.Value.GetProperty("id").GetInt32(), result.Value.GetProperty("part").GetInt32());
        if ((id, of) != (Model.Id, part))
            throw new InvalidOperationException($"The answer of {id}, part {of}, reached {Model}, part {part}.");
        _seen.Add([.. result.Value.GetProperty("items").EnumerateArray().Select(item => item.GetInt32())]);
    }

    private void TakeChunk(JsonElement chunk)
    {
        var (id, number) = (chunk.GetProperty("id").GetInt32(), chunk.GetProperty("number").GetInt32());
        if ((id, number) != (Model.Id, _chunks))
            throw new InvalidOperationException($"Chunk {number} of {id} reached {Model} as its chunk {_chunks}.");
        Interlocked.Increment(ref _chunks);
    }
}
