namespace Pool.NUnit.Isolation.Scripting;

/// <summary>A hang of a scripted worker; disposing ends it.</summary>
internal sealed class ScriptedHang(Action release) : IDisposable
{
    public void Dispose() => release();
}
