namespace Pool.NUnit.Isolation.Specimens;

internal sealed class TransientService(bool isBroken) : IDisposable
{
    public void Dispose()
    {
        if (isBroken)
        {
            throw new InvalidOperationException("transient service broke");
        }
    }
}
