using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.SystemTests.Host;

// A host that is killed: brings itself into the state that it is told, says so, and waits.
var plan = HostPlan.Parse(args);
var host = new WorkerHost(new WorkerHostOptions { Directory = plan.Directory, HighestGuard = plan.Guard });
var python = PythonInterpreter.Find(plan.Python) ?? throw new InvalidOperationException($"'{plan.Python}' is no Python.");
var adapter = new ProcessAdapter(ProcessAdapterOptions.Python(python, "process_worker") with { StartMode = plan.Mode }, host);
Console.WriteLine("starting");
var pool = await SessionPool.StartAsync(new PoolOptions { Size = 3, CommandTimeout = TimeSpan.FromHours(1) }, adapter);
if (pool.GetStats().OrphanGuard != plan.Guard)
    throw new InvalidOperationException($"The guard is {pool.GetStats().OrphanGuard}, not {plan.Guard}.");
await plan.State.EnterAsync(pool, plan.Mark);
Console.WriteLine("there " + string.Join(" ", pool.GetStats().Workers.Select(worker => worker.ProcessId)));
await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
