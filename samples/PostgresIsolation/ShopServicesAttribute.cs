using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Pool.NUnit.Isolation;

namespace PostgresIsolation;

/// <summary>What every test of the assembly finds in its container, connected to the test's own database.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class ShopServicesAttribute : Attribute, IConfigureTestServices
{
    public void ConfigureServices(IServiceCollection services, TestEnvironment environment)
    {
        services.AddSingleton(provider => NpgsqlDataSource.Create(provider.GetRequiredService<ShopDatabase>().ConnectionString));
        services.AddSingleton<Shop>();
    }
}
