using Pool.NUnit.Isolation;
using PostgresIsolation;

[assembly: Parallelizable(ParallelScope.All)]
[assembly: UseResource<PostgresServer>(ResourceLifetime.Run)]
[assembly: UseResource<ShopTemplate>(ResourceLifetime.Run)]
[assembly: UseResource<ShopDatabase>(ResourceLifetime.Test)]
[assembly: ShopServices]
