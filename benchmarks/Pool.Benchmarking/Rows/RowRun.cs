namespace Pool.Benchmarking.Rows;

/// <summary>Measures the rows that the arguments choose, and tells of each figure in a line; the last line is the count.</summary>
internal static class RowRun
{
    private const string QuickOption = "--quick";
    private const string AreaOption = "--area=";
    private const string RowOption = "--row=";
    private const string OutputOption = "--output=";

    private const string Usage = """
        Options: [--area=NAME] [--row=NAME] [--quick] [--output=FILE]
        Prints name | value | bar | ok or short for each figure, then a count. Exits with 1 when a bar is missed, with 2 when it can't run.
        """;

    /// <param name="args">The options.</param>
    /// <param name="rowsOf">The rows of an area; null is asked for when none was named.</param>
    public static async Task<int> RunAsync(string[] args, Func<string?, IReadOnlyList<Row>> rowsOf)
    {
        var wanted = ValueOf(args, RowOption);
        var all = rowsOf(ValueOf(args, AreaOption));
        var rows = all.Where(row => wanted is null || row.Name == wanted).ToList();
        if (args.Any(arg => !IsKnown(arg)) || rows.Count == 0)
        {
            await Console.Error.WriteLineAsync($"{Usage}\nRows: {string.Join(", ", all.Select(row => row.Name))}.");
            return 2;
        }

        var lines = new List<string>();
        var (held, missed) = (0, 0);
        foreach (var row in rows)
        {
            foreach (var finding in await MeasureAsync(row, args.Contains(QuickOption) ? Plan.Quick : Plan.Full))
            {
                Tell(finding.ToString());
                (held, missed) = finding.Holds ? (held + 1, missed) : (held, missed + 1);
            }
        }

        Tell($"{held} of {held + missed} ok, {missed} short");
        if (ValueOf(args, OutputOption) is { } output)
            await File.WriteAllLinesAsync(output, lines);
        return missed == 0 ? 0 : 1;

        void Tell(string line)
        {
            lines.Add(line);
            Console.WriteLine(line);
        }
    }

    // One row that can't run is one bar missed; the others still say what they measure.
    private static async Task<IReadOnlyList<Finding>> MeasureAsync(Row row, Plan plan)
    {
        try
        {
            return await row.MeasureAsync(plan);
        }
        catch (Exception e)
        {
            return [new Finding(row.Name, $"could not run: {e.Message.ReplaceLineEndings(" ")}", "runs", Holds: false)];
        }
    }

    private static bool IsKnown(string arg) =>
        arg is QuickOption || arg.StartsWith(AreaOption, StringComparison.Ordinal) || arg.StartsWith(RowOption, StringComparison.Ordinal) || arg.StartsWith(OutputOption, StringComparison.Ordinal);

    private static string? ValueOf(string[] args, string option) =>
        args.FirstOrDefault(arg => arg.StartsWith(option, StringComparison.Ordinal))?[option.Length..];
}
