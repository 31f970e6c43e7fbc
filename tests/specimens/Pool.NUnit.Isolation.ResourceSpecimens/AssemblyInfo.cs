using Pool.NUnit.Isolation;
using Pool.NUnit.Isolation.ResourceSpecimens;

[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(4)]
[assembly: UseResource<RunServer>(ResourceLifetime.Run)]
[assembly: UseResource<AssemblyServer>(ResourceLifetime.Assembly)]
[assembly: UseResource<BrokenStart>(ResourceLifetime.Assembly)]
[assembly: UseResource<BrokenStop>(ResourceLifetime.Assembly)]
[assembly: UseResource<HangingStop>(ResourceLifetime.Assembly, StopTimeoutMs = 50)]
[assembly: UseResource<ForgottenProcess>(ResourceLifetime.Assembly)]
[assembly: UseResource<AsksForServices>(ResourceLifetime.Assembly)]
[assembly: UseResource<NeverUsed>(ResourceLifetime.Run)]
[assembly: AddName("assembly")]
