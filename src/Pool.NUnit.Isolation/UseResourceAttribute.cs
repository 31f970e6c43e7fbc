namespace Pool.NUnit.Isolation;

/// <summary>
/// Has the isolated tests here use a resource: started by the first test that needs it, injected as a service, stopped at the end
/// of its lifetime.
/// </summary>
/// <remarks>
/// <para>On a method it lives for a test; on a fixture, or a base class of it, for a test or the fixture; on an assembly for a
/// test, the assembly or the run. Of several declarations of one resource the nearest to the test counts.</para>
/// <para>One that is declared on the method or fixture is started before <c>[SetUp]</c>. One that is declared on the assembly is
/// started for the tests that need it: those that take it as a parameter, or use another that takes it. Asked for in any other
/// way, such as by a service of the test, it is started then, and who asked waits.</para>
/// <para>Resources that do not depend on each other are started at the same time. A start that fails, fails every test that needs
/// the resource, and is not tried again within its lifetime.</para>
/// </remarks>
/// <typeparam name="TResource">The resource's class.</typeparam>
/// <param name="lifetime">How long it lives.</param>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class UseResourceAttribute<TResource>(ResourceLifetime lifetime = ResourceLifetime.Test)
    : ResourceAttribute(typeof(TResource), lifetime)
    where TResource : class, IAsyncTestResource;
