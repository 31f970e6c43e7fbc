using Pool.NUnit.Isolation.Execution;
using Pool.NUnit.Isolation.Hosting;
using Pool.NUnit.Isolation.Processes;

namespace Pool.NUnit.Isolation.Tests.Execution;

internal sealed class ReplayLineTests
{
    [TestCase("Ns.Fixture.Test", null, "POOL_SEED=7 dotnet test --filter \"FullyQualifiedName=Ns.Fixture.Test\"")]
    [TestCase("Ns.Fixture.Test(1,\"a,b\")", null, "POOL_SEED=7 dotnet test --filter \"FullyQualifiedName~Ns.Fixture.Test\"")]
    [TestCase("Ns.Fixture.Test", "layer_2", "TEST_MODE=layer_2 POOL_SEED=7 dotnet test --filter \"FullyQualifiedName=Ns.Fixture.Test\"")]
    [TestCase("Ns.Fixture(\"a,b\").Test", null, "POOL_SEED=7 dotnet test --filter \"FullyQualifiedName~Ns.Fixture&FullyQualifiedName~.Test\"")]
    [TestCase("Ns.Outer+Fixture<Map<String,Int32>>.Test", null, "POOL_SEED=7 dotnet test --filter \"FullyQualifiedName=Ns.Outer+Fixture<Map<String,Int32>>.Test\"")]
    [TestCase("Ns.Fixture.\u00dcn_\u4e2d", null, "POOL_SEED=7 dotnet test --filter \"FullyQualifiedName=Ns.Fixture.\u00dcn_\u4e2d\"")]
    [TestCase("Ns.Fixture.named two", null, "POOL_SEED=7 dotnet test --filter \"FullyQualifiedName~Ns.Fixture.named\"")]
    [TestCase("Ns.Fixture.a\"; touch x #", null, "POOL_SEED=7 dotnet test --filter \"FullyQualifiedName~Ns.Fixture.a\"")]
    [TestCase("Ns.Fixture.a`id`", null, "POOL_SEED=7 dotnet test --filter \"FullyQualifiedName~Ns.Fixture.a\"")]
    [TestCase("Ns.Fixture.$HOME!|&=~\\", null, "POOL_SEED=7 dotnet test --filter \"FullyQualifiedName~Ns.Fixture.\"")]
    public void Line_can_be_pasted_into_a_shell(string name, string? mode, string expected)
    {
        TestIdentity identity = new("t1", name, "Test", TestLayer.Mock, 7, 1, new ProcessTag("r", "t1"));
        ReplayLine.Of(identity, mode).ShouldBe(expected);
    }
}
