namespace Pool.Runtime.Sessions;

/// <summary>What may be a session's id.</summary>
internal static class SessionIdRule
{
    private const int MaxLength = 256;

    /// <exception cref="ArgumentException">It is empty, too long, or no Unicode text.</exception>
    public static void Require(string sessionId)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sessionId.Length, MaxLength);
        if (!IsUnicode(sessionId))
        {
            throw new ArgumentException(
                "The session's id has half a surrogate pair, as a text has that was cut within a character. Cut it between characters.",
                nameof(sessionId));
        }
    }

    // On its way to a worker every half of a pair becomes the same character: sessions of several ids would be one there.
    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
                return false;
        }

        return true;
    }
}
