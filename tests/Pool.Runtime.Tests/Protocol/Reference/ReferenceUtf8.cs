namespace Pool.Runtime.Tests.Protocol.Reference;

/// <summary>The well-formed byte sequences of RFC 3629, section 4, as its grammar lists them.</summary>
internal static class ReferenceUtf8
{
    public static bool IsValid(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            (int tails, int lowest, int highest) = bytes[at] switch
            {
                <= 0x7F => (0, 0x80, 0xBF),
                >= 0xC2 and <= 0xDF => (1, 0x80, 0xBF),
                0xE0 => (2, 0xA0, 0xBF),
                0xED => (2, 0x80, 0x9F),
                >= 0xE1 and <= 0xEF => (2, 0x80, 0xBF),
                0xF0 => (3, 0x90, 0xBF),
                >= 0xF1 and <= 0xF3 => (3, 0x80, 0xBF),
                0xF4 => (3, 0x80, 0x8F),
                _ => (-1, 0, 0),
            };
            if (tails < 0 || bytes.Length - at <= tails)
                return false;
            for (int i = 1; i <= tails; i++)
            {
                byte tail = bytes[at + i];
                if (tail < (i == 1 ? lowest : 0x80) || tail > (i == 1 ? highest : 0xBF))
                    return false;
            }

            at += 1 + tails;
        }

        return true;
    }
}
