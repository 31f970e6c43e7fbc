namespace Pool.NUnit.Isolation.Tests.Resources.Scripted;

internal sealed class Left(Root root) : ScriptedResource(root);
