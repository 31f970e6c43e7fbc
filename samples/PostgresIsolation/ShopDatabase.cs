using Pool.NUnit.Isolation;

namespace PostgresIsolation;

/// <summary>A database of the test's own, copied from the template.</summary>
internal sealed class ShopDatabase(ShopTemplate template) : IAsyncTestResource
{
    private string? _name;

    public string ConnectionString => template.Server.ConnectionString(_name!);

    public async ValueTask StartAsync(TestResourceContext context, CancellationToken cancellationToken)
    {
        _name = context.OwnerId;
        await template.Server.ExecuteAsync($"CREATE DATABASE \"{_name}\" TEMPLATE {ShopTemplate.Name}", cancellationToken);
    }

    public async ValueTask StopAsync(CancellationToken cancellationToken) =>
        await template.Server.ExecuteAsync($"DROP DATABASE IF EXISTS \"{_name}\" WITH (FORCE)", cancellationToken);
}
