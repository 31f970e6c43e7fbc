namespace Pool.Runtime.Adapters.ForkServer;

/// <summary>Workers cannot be forked.</summary>
internal sealed class TemplateException(string message, bool isPassing = false, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether another attempt may succeed.</summary>
    public bool IsPassing { get; } = isPassing;
}
