using Microsoft.Extensions.DependencyInjection;

namespace Pool.NUnit.Isolation;

/// <summary>
/// Adds services to the container of each isolated test. Implemented by a fixture for its own tests, or by an attribute for the
/// tests of the method, fixture or assembly that it stands on. Asked in this order: assembly, base classes, class, the fixture
/// itself, method; of several attributes at one place in no promised order.
/// </summary>
/// <remarks>
/// A registration replaces an earlier one of the same type, those of the plugin included: register a <see cref="TimeProvider"/>,
/// a <c>PoolOptions</c> or a <c>WorkerAdapter</c> to have the test's pool use it. Services that the container creates are
/// disposed at the end of the test, the last one created first, each within 5 s, even if another's disposal throws or hangs.
/// A test is one scope: a scoped service is one in it, and another in a scope that the test makes. A test's parameter asks for a
/// keyed service with <c>[FromKeyedServices(key)]</c>. For what must be started and stopped, see <see cref="IAsyncTestResource"/>.
/// </remarks>
public interface IConfigureTestServices
{
    /// <summary>Registers services. Called once per test, before <c>[SetUp]</c>, perhaps by several tests at a time.</summary>
    /// <param name="services">The test's registrations.</param>
    /// <param name="environment">The test; its <c>Services</c> and <c>Pool</c> are not there yet.</param>
    void ConfigureServices(IServiceCollection services, TestEnvironment environment);
}
