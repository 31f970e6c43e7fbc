namespace Pool.NUnit.Isolation.Tests.Resources.Scripted;

/// <summary>What a scripted resource does when it is started or stopped.</summary>
internal enum Behaviour
{
    GoesWell,
    Throws,

    /// <summary>Never returns, whatever its token says.</summary>
    Hangs,
}
