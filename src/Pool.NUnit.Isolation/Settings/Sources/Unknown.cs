namespace Pool.NUnit.Isolation.Settings.Sources;

/// <summary>What is said of a name that no setting has.</summary>
internal static class Unknown
{
    private const int LongestShown = 100;

    /// <summary>The message, with the nearest known name when one is near.</summary>
    public static string Of(string name, IEnumerable<string> known)
    {
        string shown = Shown(name);
        return Nearest(name, known) is { } nearest
            ? $"\"{shown}\" is no setting. Did you mean \"{nearest}\"?"
            : $"\"{shown}\" is no setting. docs/settings.md lists all of them; remove it or correct its name.";
    }

    /// <summary>The known name that takes fewest changes, when those are few for its length; null otherwise.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestShown)
        {
            return null;
        }

        (string? Name, int Distance) best = known
            .Select(candidate => (candidate, Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .DefaultIfEmpty((null!, int.MaxValue))
            .MinBy(static pair => pair.Item2);
        return best.Distance <= Math.Max(2, name.Length / 4) ? best.Name : null;
    }

    /// <summary>Text from outside as it may stand in a message: on one line and not long.</summary>
    public static string Shown(string text)
    {
        string plain = new([.. text.Take(LongestShown).Select(static c => char.IsControl(c) ? ' ' : c)]);
        return text.Length > LongestShown ? plain + "..." : plain;
    }

    // Insertions, deletions, replacements and swaps of neighbours, row by row.
    internal static int Distance(string a, string b)
    {
        int[] before = new int[b.Length + 1];
        int[] last = [.. Enumerable.Range(0, b.Length + 1)];
        int[] row = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), replaced);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }
}
