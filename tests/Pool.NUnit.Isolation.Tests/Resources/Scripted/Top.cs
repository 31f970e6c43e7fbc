namespace Pool.NUnit.Isolation.Tests.Resources.Scripted;

internal sealed class Top(Left left, Right right) : ScriptedResource(left, right);
