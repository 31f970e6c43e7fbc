namespace Pool.Runtime.Hosting.Binding;

/// <summary>What somebody who wrote an unknown name may have meant.</summary>
internal static class NearestName
{
    /// <summary>
    /// The name with the least edit distance, case aside, among those that share more than half of their letters with it;
    /// null when none does. Of several the first.
    /// </summary>
    public static string? Among(IEnumerable<string> names, string written)
    {
        var best = names.Select(name => (name, distance: Distance(name, written))).DefaultIfEmpty().MinBy(each => each.distance);
        return best.name is { } found && 2 * best.distance < Math.Max(found.Length, written.Length) ? found : null;
    }

    // Insertions, deletions, substitutions and swaps of neighbours, each 1 (optimal string alignment; R. Lowrance and
    // R. A. Wagner, An Extension of the String-to-String Correction Problem, J. ACM 22 (1975)), a row at a time.
    private static int Distance(string one, string other)
    {
        var (before, above, row) = (new int[other.Length + 1], new int[other.Length + 1], new int[other.Length + 1]);
        for (var j = 0; j <= other.Length; j++)
            above[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var substitution = above[j - 1] + (IsSame(one[i - 1], other[j - 1]) ? 0 : 1);
                row[j] = Math.Min(substitution, 1 + Math.Min(above[j], row[j - 1]));
                if (i > 1 && j > 1 && IsSame(one[i - 1], other[j - 2]) && IsSame(one[i - 2], other[j - 1]))
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, above, row) = (above, row, before);
        }

        return above[other.Length];
    }

    private static bool IsSame(char one, char other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other);
}
