using Pool.NUnit.Isolation;

[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(4)]
[assembly: IsolatedTest(PoolSize = 4)]
