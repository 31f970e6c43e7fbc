using System.Globalization;
using Pool.Protocol.Conformance.Requirements;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance;

/// <summary>The command line: options first, then the worker's own.</summary>
internal sealed record Invocation(bool List, IReadOnlyList<Requirement> Requirements, TimeSpan Patience, WorkerCommand? Worker)
{
    public const string Usage = """
        usage: Pool.Protocol.Conformance [--only P24,P28] [--deadline SECONDS] [--] COMMAND [ARGUMENT ...]
               Pool.Protocol.Conformance --list

        Starts the worker COMMAND again and again and holds it against docs/protocol.md. Prints a line for each requirement and
        a count; the exit code is 0 when none failed, 1 when one did, and 2 when this command line can't be understood.
        """;

    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(20);

    /// <exception cref="FormatException">The command line can't be understood; the message says why.</exception>
    public static Invocation Parse(string[] line)
    {
        IReadOnlyList<Requirement> requirements = Catalog.All;
        TimeSpan patience = DefaultPatience;
        bool list = false;
        int next = 0;
        for (; next < line.Length && line[next].StartsWith("--", StringComparison.Ordinal); next++)
        {
            if (line[next] == "--")
            {
                next++;
                break;
            }

            switch (line[next])
            {
                case "--list":
                    list = true;
                    break;
                case "--only":
                    requirements = Chosen(ValueOf(line, ref next));
                    break;
                case "--deadline":
                    patience = Seconds(ValueOf(line, ref next));
                    break;
                default:
                    throw new FormatException($"There is no option '{line[next]}'.");
            }
        }

        WorkerCommand? worker = next < line.Length ? new WorkerCommand(line[next..]) : null;
        return worker is null && !list
            ? throw new FormatException("The command line of a worker is missing.")
            : new Invocation(list, requirements, patience, worker);
    }

    private static string ValueOf(string[] line, ref int option) =>
        ++option < line.Length ? line[option] : throw new FormatException($"The option '{line[option - 1]}' needs a value.");

    private static TimeSpan Seconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 86_400
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"The deadline '{text}' is no number of seconds from 0 to 86400.");

    private static IReadOnlyList<Requirement> Chosen(string numbers)
    {
        string[] wanted = numbers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (wanted.FirstOrDefault(number => Catalog.All.All(requirement => requirement.Number != number)) is { } unknown)
            throw new FormatException($"There is no requirement '{unknown}'; they are {Catalog.All[0].Number} to {Catalog.All[^1].Number}.");
        return [.. Catalog.All.Where(requirement => wanted.Contains(requirement.Number))];
    }
}
