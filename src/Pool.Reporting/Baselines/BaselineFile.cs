using System.Globalization;
using System.Text.Json;

namespace Pool.Reporting.Baselines;

/// <summary>Reads and writes <c>poolbaseline.json</c>. Nothing in this library writes it unless asked to.</summary>
public static class BaselineFile
{
    internal const long LargestFile = 16L * 1024 * 1024;

    /// <summary>Reads a baseline and checks it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The baseline; null when there is no such file.</returns>
    /// <exception cref="BaselineFormatException">The content can't be used.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static Baseline? Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return null;
        }

        if (file.Length > LargestFile)
        {
            throw new BaselineFormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"{path} holds {file.Length} bytes, more than the {LargestFile} of a baseline. Is it the right file?"));
        }

        try
        {
            var baseline = JsonSerializer.Deserialize(File.ReadAllBytes(path), BaselineJsonContext.Default.Baseline)
                ?? throw new JsonException("The content is null; a baseline is an object.");
            BaselineCheck.Validate(path, baseline);
            return baseline;
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line
                ? string.Create(CultureInfo.InvariantCulture, $", line {line + 1}, column {e.BytePositionInLine + 1}")
                : "";
            throw new BaselineFormatException(
                $"{path}{place}: {e.Message} Restore the file from version control, or remove it and accept a run anew.", e);
        }
    }

    /// <summary>Writes a baseline. A reader sees the old content or the new, never a part.</summary>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <param name="baseline">What to write.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Save(string path, Baseline baseline)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(baseline);
        BaselineCheck.Validate(path, baseline);
        AtomicFile.Write(path, [.. JsonSerializer.SerializeToUtf8Bytes(baseline, BaselineJsonContext.Default.Baseline), (byte)'\n']);
    }
}
