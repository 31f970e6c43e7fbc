namespace Pool.Worker.Tests.Processes;

internal sealed class DeliveryTests
{
    [TestCase("Pool.Worker.dll")]
    [TestCase("Pool.Worker.runtimeconfig.json")]
    [TestCase("pool_worker/__init__.py")]
    [TestCase("pool_worker/__main__.py")]
    [TestCase("pool_worker/demo.py")]
    public void Project_that_references_the_products_has_both_workers_beside_it(string file)
    {
        File.Exists(Path.Combine(AppContext.BaseDirectory, file)).ShouldBeTrue();
    }
}
