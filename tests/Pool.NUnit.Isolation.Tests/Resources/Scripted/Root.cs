namespace Pool.NUnit.Isolation.Tests.Resources.Scripted;

internal sealed class Root() : ScriptedResource();
