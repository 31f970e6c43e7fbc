using System.Collections.Concurrent;
using System.Reflection;
using NUnit.Framework.Interfaces;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>What the attributes around each test method say, read once per method: reflection costs more than a test's container. Thread-safe.</summary>
internal sealed class TestSurroundings
{
    private readonly ConcurrentDictionary<(Type Fixture, MethodInfo Method), SurroundingAttributes> _read = new();

    public SurroundingAttributes Of(IMethodInfo method) =>
        _read.GetOrAdd((method.TypeInfo.Type, method.MethodInfo), static key => SurroundingAttributes.Read(key.Fixture, key.Method));
}
