using System.Globalization;
using System.Text.Json;

namespace Pool.Reporting.Records;

/// <summary>Reads a record file, whatever state its writer left it in: what can't be read becomes a problem.</summary>
internal static class RecordReader
{
    internal const long LargestFile = 256L * 1024 * 1024;

    /// <summary>Reads a file; the host's state is Completed or, without a footer, Died.</summary>
    internal static HostRecords Read(string path)
    {
        var name = Path.GetFileName(path);
        var problems = new List<string>();
        var lines = new List<RecordLine>();
        try
        {
            ReadLines(path, lines, problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{name} can't be read: {e.Message}");
        }

        var header = lines.OfType<RunHeader>().FirstOrDefault();
        var footer = lines.OfType<RunFooter>().LastOrDefault();
        var tests = lines.OfType<TestRecord>().ToList();
        problems.AddRange(lines.OfType<RunProblem>().Select(problem => problem.Message));
        return new HostRecords
        {
            FileName = name,
            Assembly = header?.Assembly ?? tests.FirstOrDefault()?.Assembly ?? RecordFileName.AssemblyOf(name),
            Header = header,
            Footer = footer,
            State = footer is null ? HostState.Died : HostState.Completed,
            Tests = tests,
            Problems = problems,
        };
    }

    private static void ReadLines(string path, List<RecordLine> lines, List<string> problems)
    {
        var name = Path.GetFileName(path);
        // The writer may still be at it, and may replace the file.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length > LargestFile)
        {
            problems.Add(Invariant(
                $"{name} holds {file.Length} bytes, more than the {LargestFile} that are read. Remove it or run fewer tests per host."));
            return;
        }

        var content = new byte[file.Length];
        var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        var number = 0;
        for (var start = 0; start < length;)
        {
            number++;
            var end = Array.IndexOf(content, (byte)'\n', start, length - start);
            var isCut = end < 0;
            end = isCut ? length : end;
            var line = content.AsMemory(start, end - start);
            start = end + 1;
            if (line.Span.Trim(" \r\0"u8).IsEmpty)
            {
                continue;
            }

            if (ParseLine(line, out var problem) is { } record)
            {
                lines.Add(record);
            }
            else
            {
                problems.Add(isCut
                    ? Invariant($"{name}, line {number}: the host ended while it wrote this line; its {line.Length} bytes are lost.")
                    : Invariant($"{name}, line {number}: {problem}"));
            }
        }
    }

    private static RecordLine? ParseLine(ReadOnlyMemory<byte> line, out string? problem)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 32 });
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("schema", out var schema)
                && schema.TryGetInt32(out var version)
                && version > RecordLine.CurrentSchema)
            {
                problem = Invariant(
                    $"written with schema {version} by a newer version; this one reads up to {RecordLine.CurrentSchema}. Update pool-report and the packages.");
                return null;
            }

            var record = document.RootElement.Deserialize(RecordJsonContext.Default.RecordLine);
            problem = record is null ? "the line is null; a record is an object." : RecordCheck.ProblemOf(record);
            return problem is null ? record : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or FormatException)
        {
            problem = $"not readable: {e.Message}";
            return null;
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
