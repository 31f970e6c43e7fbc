namespace Pool.NUnit.Isolation.Load;

/// <summary>One kind of operation of a load.</summary>
internal sealed record LoadOperation(string Name, double Weight, Func<LoadContext, ValueTask> Body);
