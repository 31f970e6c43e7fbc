using Pool.Worker;
using Pool.Worker.Demo;

var worker = new WorkerApplication();
DemoCommands.AddTo(worker);
return await worker.RunAsync(args);
