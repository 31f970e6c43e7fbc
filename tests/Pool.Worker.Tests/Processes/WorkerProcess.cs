using System.Diagnostics;
using Pool.Runtime.Protocol;

namespace Pool.Worker.Tests.Processes;

/// <summary>A real worker process and the host's end of its pipes. Every wait has a deadline.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly FrameReader _reader;
    private readonly FrameWriter _writer;
    private readonly CancellationTokenSource _deadline = new(Deadline);
    private readonly Task<string> _errors;
    private long _lastId;

    private WorkerProcess(Process process, bool readErrors)
    {
        _process = process;
        _reader = new FrameReader(process.StandardOutput.BaseStream, FrameLimits.Default);
        _writer = new FrameWriter(process.StandardInput.BaseStream, new FrameLimits { MaxFrameBytes = int.MaxValue });
        _errors = readErrors ? process.StandardError.ReadToEndAsync() : Task.FromResult(string.Empty);
    }

    public PayloadSerializer Serializer { get; } = new();

    public int Pid => _process.Id;

    /// <summary>Starts a worker without a word to it.</summary>
    public static WorkerProcess Start(
        WorkerLanguage language, bool readErrors = true, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = language switch
        {
            WorkerLanguage.Python => new(Interpreter.Path, ["-m", "pool_worker"]),
            WorkerLanguage.DotNet => new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Pool.Worker.dll")]),
            WorkerLanguage.PythonNotes => new(Interpreter.Path, ["-m", "pool_worker", "--module", "notes"]),
            WorkerLanguage.DotNetNotes => new("dotnet", [typeof(WorkerProcess).Assembly.Location, "notes"]),
            _ => new("dotnet", [typeof(WorkerProcess).Assembly.Location]),
        };
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.UseShellExecute = false;
        start.Environment["PYTHONPATH"] = AppContext.BaseDirectory + Path.PathSeparator + Path.Combine(AppContext.BaseDirectory, "python_tests");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return new WorkerProcess(Process.Start(start)!, readErrors);
    }

    /// <summary>Starts a worker and greets it.</summary>
    public static async Task<WorkerProcess> StartReadyAsync(
        WorkerLanguage language, int maxFrameBytes = FrameLimits.DefaultMaxFrameBytes, params (string, string)[] environment) =>
        await StartReadyAsync(language, logLevel: null, maxFrameBytes, environment);

    /// <summary>Starts a worker and greets it as a host that wants its log from a level up.</summary>
    public static async Task<WorkerProcess> StartReadyAsync(
        WorkerLanguage language, WireLogLevel? logLevel, int maxFrameBytes = FrameLimits.DefaultMaxFrameBytes, params (string, string)[] environment)
    {
        WorkerProcess worker = Start(language, environment: environment);
        await worker.SendAsync(new HostHello(1, 1, "test", maxFrameBytes) { LogLevel = logLevel });
        (await worker.ReceiveAsync()).ShouldBeOfType<WorkerHello>();
        return worker;
    }

    public async Task SendAsync(HostMessage message) => await _writer.WriteAsync(message, _deadline.Token);

    public async Task SendRawAsync(byte[] bytes)
    {
        await _process.StandardInput.BaseStream.WriteAsync(bytes, _deadline.Token);
        await _process.StandardInput.BaseStream.FlushAsync(_deadline.Token);
    }

    /// <summary>The worker's next message; null when it closed its end.</summary>
    public async Task<WorkerMessage?> ReceiveAsync() =>
        await _reader.ReadAsync(_deadline.Token) is { } frame ? WorkerMessageCodec.Decode(frame) : null;

    /// <summary>Sends a request and returns its id.</summary>
    public async Task<long> RequestAsync(
        string command, object? args = null, string? session = null, int? window = null, string? traceParent = null)
    {
        long id = NextId();
        await SendAsync(
            new HostRequest(id, command, Serializer.Serialize(args), session, 20_000, traceParent) { Window = window });
        return id;
    }

    public long NextId() => ++_lastId;

    /// <summary>The worker's next message, which must be of this type.</summary>
    public async Task<T> ReceiveAsync<T>()
        where T : WorkerMessage => (await ReceiveAsync()).ShouldBeOfType<T>();

    /// <summary>Asks for a session's state.</summary>
    public async Task<Payload> SnapshotAsync(string session)
    {
        long id = NextId();
        await SendAsync(new HostSnapshot(id, session));
        WorkerResult result = await ReceiveAsync<WorkerResult>();
        result.Id.ShouldBe(id);
        return result.Value;
    }

    /// <summary>Replaces a session's state and returns the worker's answer.</summary>
    public async Task<WorkerMessage?> RestoreAsync(string session, Payload state)
    {
        await SendAsync(new HostRestore(NextId(), session, state));
        return await ReceiveAsync();
    }

    /// <summary>Runs a command and returns its result.</summary>
    public async Task<WorkerResult> ResultOfAsync(string command, object? args = null, string? session = null)
    {
        long id = await RequestAsync(command, args, session);
        WorkerMessage? answer = await ReceiveAsync();
        WorkerResult result = answer.ShouldBeOfType<WorkerResult>($"{command} was answered by {answer}");
        result.Id.ShouldBe(id);
        return result;
    }

    /// <summary>Runs a command and returns its result as JSON text.</summary>
    public async Task<string> JsonOfAsync(string command, object? args = null, string? session = null) =>
        System.Text.Encoding.UTF8.GetString((await ResultOfAsync(command, args, session)).Value.Json.Span);

    /// <summary>Runs a command that fails and returns its error.</summary>
    public async Task<WorkerErrorInfo> ErrorOfAsync(string command, object? args = null, string? session = null)
    {
        long id = await RequestAsync(command, args, session);
        WorkerMessage? answer = await ReceiveAsync();
        WorkerError error = answer.ShouldBeOfType<WorkerError>($"{command} was answered by {answer}");
        error.Id.ShouldBe(id);
        return error.Error;
    }

    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>The next line of standard error, for a worker that was started without reading it.</summary>
    public async Task<string?> ReadErrorLineAsync() => await _process.StandardError.ReadLineAsync(_deadline.Token);

    public void Kill() => _process.Kill();

    /// <summary>Waits for the process to end, and returns its exit code and what it wrote to standard error.</summary>
    public async Task<(int Code, string Errors)> ExitAsync()
    {
        await _process.WaitForExitAsync(_deadline.Token);
        return (_process.ExitCode, await _errors.WaitAsync(_deadline.Token));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _deadline.Dispose();
        Serializer.Dispose();
    }
}
