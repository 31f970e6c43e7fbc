namespace Pool.NUnit.Isolation.Tests.Resources.Scripted;

internal sealed class Right(Root root) : ScriptedResource(root);
