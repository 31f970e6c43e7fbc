using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Pool.Architecture.Tests;

/// <summary>Two pools or two tests of one process share nothing that they were not given.</summary>
internal sealed class StaticStateTests
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    // Each with the reason why nothing else serves.
    private static readonly string[] Allowed =
    [
        // NUnit hands attributes no object that lives as long as the run, so the process owns it.
        "Pool.NUnit.Isolation.Hosting.IsolationRun.Instance",
        // Code that a test calls finds its test by the flow of execution; NUnit passes no object through.
        "Pool.NUnit.Isolation.Execution.IsolatedExecution.Local",
        // What attributes say does not change; NUnit makes them anew and gives them no object to keep it in.
        "Pool.NUnit.Isolation.Execution.TestDeclaration.Known",
        // A table, filled by its initializer and only read.
        "Pool.NUnit.Isolation.Scripting.Demo.DemoWorker.All",
    ];

    private static readonly Type[] Holders =
    [
        typeof(AsyncLocal<>), typeof(ThreadLocal<>), typeof(StrongBox<>), typeof(Lazy<>), typeof(ConditionalWeakTable<,>),
        typeof(ConcurrentQueue<>), typeof(ConcurrentDictionary<,>), typeof(ConcurrentBag<>), typeof(ConcurrentStack<>), typeof(CancellationTokenSource),
    ];

    [TestCase("Pool.Runtime")]
    [TestCase("Pool.NUnit.Isolation")]
    public void No_static_holds_state_that_changes(string assembly) =>
        Assembly.Load(assembly).GetTypes()
            .Where(type => !IsGenerated(type))
            .SelectMany(type => type.GetFields(Statics))
            .Where(field => !field.IsLiteral && (!field.IsInitOnly || CanChange(field.FieldType)) && !IsGeneratedField(field))
            .Select(field => $"{field.DeclaringType!.FullName}.{field.Name}")
            .Except(Allowed)
            .ShouldBeEmpty();

    // Arrays are the constant tables of the code base. A dictionary or list that is filled once is frozen or read-only by type.
    private static bool CanChange(Type type) =>
        (type.IsGenericType && Holders.Contains(type.GetGenericTypeDefinition()))
        || Holders.Contains(type)
        || (!type.IsArray && typeof(IDictionary).IsAssignableFrom(type) && !type.FullName!.Contains("Frozen", StringComparison.Ordinal))
        || (!type.IsArray && typeof(IList).IsAssignableFrom(type) && !type.FullName!.Contains("Immutable", StringComparison.Ordinal));

    private static bool IsGenerated(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        || type.Name.StartsWith('<')
        || (type.DeclaringType is { } outer && IsGenerated(outer));

    private static bool IsGeneratedField(FieldInfo field) =>
        field.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), inherit: false)
        || (field.Name.StartsWith('<') && !field.Name.EndsWith("k__BackingField", StringComparison.Ordinal));
}
