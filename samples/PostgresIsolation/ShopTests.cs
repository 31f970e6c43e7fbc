using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Pool.NUnit.Isolation;

namespace PostgresIsolation;

/// <summary>All at once, all with the same rows, each in a database of its own.</summary>
[RequiresPostgres]
internal sealed class ShopTests
{
    [IsolatedTest]
    public async Task Every_test_begins_with_the_template_and_sells_the_last_lamp([Range(1, 8)] int number)
    {
        Shop shop = TestEnvironment.Current!.Services.GetRequiredService<Shop>();
        (await shop.ReadStockAsync(1)).ShouldBe(10, $"test {number}");

        for (var i = 0; i < 10; i++)
            await shop.SellAsync(1, 1);

        (await shop.ReadStockAsync(1)).ShouldBe(0);
    }

    [IsolatedTest]
    public async Task Nothing_is_sold_that_is_not_there(Shop shop)
    {
        PostgresException refused = await Should.ThrowAsync<PostgresException>(() => shop.SellAsync(2, 5));

        refused.SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
        (await shop.ReadStockAsync(2)).ShouldBe(4);
    }

    [IsolatedTest]
    public async Task Schema_may_be_changed_too(NpgsqlDataSource database)
    {
        await using NpgsqlCommand drop = database.CreateCommand("DROP TABLE article");
        await drop.ExecuteNonQueryAsync();

        await using NpgsqlCommand count = database.CreateCommand("SELECT count(*) FROM pg_tables WHERE tablename = 'article'");
        (await count.ExecuteScalarAsync()).ShouldBe(0L);
    }
}
