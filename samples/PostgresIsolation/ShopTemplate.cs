using Npgsql;
using Pool.NUnit.Isolation;

namespace PostgresIsolation;

/// <summary>A database with the schema and the rows that every test begins with, made once.</summary>
internal sealed class ShopTemplate(PostgresServer server) : IAsyncTestResource
{
    public const string Name = "shop_template";

    public PostgresServer Server => server;

    public async ValueTask StartAsync(TestResourceContext context, CancellationToken cancellationToken)
    {
        await server.ExecuteAsync($"CREATE DATABASE {Name}", cancellationToken);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString(Name));
        await using NpgsqlCommand schema = source.CreateCommand(
            """
            CREATE TABLE article (id int PRIMARY KEY, name text NOT NULL, stock int NOT NULL CHECK (stock >= 0));
            INSERT INTO article VALUES (1, 'Lamp', 10), (2, 'Chair', 4);
            """);
        await schema.ExecuteNonQueryAsync(cancellationToken);
    }

    // It goes with the server.
    public ValueTask StopAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
