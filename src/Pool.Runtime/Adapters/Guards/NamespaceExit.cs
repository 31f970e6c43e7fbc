namespace Pool.Runtime.Adapters.Guards;

/// <summary>
/// How <c>unshare</c> of util-linux tells that its child was killed. It ends by the same signal, except for SIGKILL: up to
/// version 2.38 it cannot take that upon itself, says so on standard error and exits with status 1.
/// </summary>
internal static class NamespaceExit
{
    public const int OfKill = 1;

    private const string Prefix = "unshare: ";

    /// <summary>Whether the last line of error output is that of <c>unshare</c>, which then is taken out: the worker did not write it.</summary>
    public static bool WasKilled(ErrorOutputTail errors) => errors.TryRemoveLastLine(Prefix);
}
