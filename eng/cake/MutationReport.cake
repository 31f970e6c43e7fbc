#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

/// <summary>A mutation that no test noticed.</summary>
internal sealed record Survivor(string File, int Line, string Mutator, string Replacement)
{
    public override string ToString() => $"{File}:{Line} | {Mutator} | {Replacement}";
}

/// <summary>What became of the mutations of one run, read from Stryker's JSON.</summary>
internal sealed record MutationReport(int Noticed, IReadOnlyList<Survivor> Survivors)
{
    private const int LongestReplacement = 80;

    public double Score => Noticed + Survivors.Count == 0 ? 0 : 100.0 * Noticed / (Noticed + Survivors.Count);

    public static MutationReport Read(string path)
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllText(path));
        var root = json.RootElement.GetProperty("projectRoot").GetString()!;
        var noticed = 0;
        var survivors = new List<Survivor>();
        foreach (var file in json.RootElement.GetProperty("files").EnumerateObject())
        {
            foreach (var mutant in file.Value.GetProperty("mutants").EnumerateArray())
            {
                // Mutations that don't compile or were left out say nothing.
                switch (mutant.GetProperty("status").GetString())
                {
                    case "Killed" or "Timeout":
                        noticed++;
                        break;
                    case "Survived" or "NoCoverage":
                        survivors.Add(ToSurvivor(System.IO.Path.GetRelativePath(root, System.IO.Path.Combine(root, file.Name)), mutant));
                        break;
                }
            }
        }

        return new MutationReport(noticed, [.. survivors.OrderBy(each => each.File, StringComparer.Ordinal).ThenBy(each => each.Line)]);
    }

    private static Survivor ToSurvivor(string file, JsonElement mutant)
    {
        var replacement = string.Join(' ', mutant.GetProperty("replacement").GetString()!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new Survivor(
            file.Replace('\\', '/'),
            mutant.GetProperty("location").GetProperty("start").GetProperty("line").GetInt32(),
            mutant.GetProperty("mutatorName").GetString()!,
            replacement.Length <= LongestReplacement ? replacement : replacement[..LongestReplacement] + "...");
    }
}
