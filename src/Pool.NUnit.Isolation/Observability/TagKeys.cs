namespace Pool.NUnit.Isolation.Observability;

/// <summary>Compares sets of tags, whose order says nothing.</summary>
internal static class TagKeys
{
    public static int HashOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        int hash = tags.Length;
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            // Added and not combined, so that the order does not matter.
            hash += HashCode.Combine(tag.Key.GetHashCode(StringComparison.Ordinal), tag.Value);
        }

        return hash;
    }

    public static bool AreSame(ReadOnlySpan<KeyValuePair<string, object?>> one, ReadOnlySpan<KeyValuePair<string, object?>> other)
    {
        if (one.Length != other.Length)
        {
            return false;
        }

        foreach (KeyValuePair<string, object?> tag in one)
        {
            if (!Contains(other, tag))
            {
                return false;
            }
        }

        return true;
    }

    public static bool AreSame(IEnumerable<KeyValuePair<string, object?>>? one, IEnumerable<KeyValuePair<string, object?>>? other) =>
        AreSame([.. one ?? []], (ReadOnlySpan<KeyValuePair<string, object?>>)[.. other ?? []]);

    private static bool Contains(ReadOnlySpan<KeyValuePair<string, object?>> tags, in KeyValuePair<string, object?> wanted)
    {
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (string.Equals(tag.Key, wanted.Key, StringComparison.Ordinal) && Equals(tag.Value, wanted.Value))
            {
                return true;
            }
        }

        return false;
    }
}
