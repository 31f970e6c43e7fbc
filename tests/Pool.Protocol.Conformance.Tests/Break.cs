using System.Text.RegularExpressions;

namespace Pool.Protocol.Conformance.Tests;

/// <summary>A way to break the worker of BrokenWorker/, and the part of a requirement that must notice.</summary>
internal sealed partial record Break(string Name, string Part)
{
    public static IReadOnlyList<Break> All { get; } =
    [
        .. Row().Matches(File.ReadAllText(Repository.PathOf("tests", "Pool.Protocol.Conformance.Tests", "BrokenWorker", "breaks.py")))
            .Select(row => new Break(row.Groups["name"].Value, row.Groups["part"].Value)),
    ];

    /// <summary>The requirement that it breaks.</summary>
    public string Number => Name.Split('-')[0];

    [GeneratedRegex(@"^(?<name>P\d+-[\w-]+) \| (?<part>[^|]+) \| .+$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Row();
}
