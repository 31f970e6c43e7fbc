using Npgsql;

namespace PostgresIsolation;

/// <summary>What is tested: a shop that keeps its stock in a database.</summary>
internal sealed class Shop(NpgsqlDataSource database)
{
    public async Task<int> ReadStockAsync(int article)
    {
        await using NpgsqlCommand command = database.CreateCommand("SELECT stock FROM article WHERE id = $1");
        command.Parameters.AddWithValue(article);
        return (int)(await command.ExecuteScalarAsync())!;
    }

    public async Task SellAsync(int article, int pieces)
    {
        await using NpgsqlCommand command = database.CreateCommand("UPDATE article SET stock = stock - $2 WHERE id = $1");
        command.Parameters.AddWithValue(article);
        command.Parameters.AddWithValue(pieces);
        await command.ExecuteNonQueryAsync();
    }
}
