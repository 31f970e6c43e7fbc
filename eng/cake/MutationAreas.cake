#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;

/// <summary>A part of Pool.Runtime that is mutated in one run, and the tests that are to notice.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Files">Globs of the files, below the project.</param>
/// <param name="Tests">Filter of the tests. Those that only repeat what faster ones show are left out, or a run takes hours.</param>
internal sealed record MutationArea(string Name, IReadOnlyList<string> Files, string Tests)
{
    // Fuzzing, the model and random histories try the same code many thousand times. By category: a filter by parts of
    // names costs 15 ms for each test of a run.
    private const string Repetitions = "TestCategory!=Repetition";

    private static readonly MutationArea[] All =
    [
        // The small form, for CI: shows that mutations are made, tried and noticed.
        new("Small", ["**/Sessions/Session*.cs"], "FullyQualifiedName~Pool.Runtime.Tests.Sessions&TestCategory!=Repetition"),
        new("Protocol", ["**/Protocol/*.cs"], $"FullyQualifiedName~Pool.Runtime.Tests.Protocol&{Repetitions}"),
        new("Resilience", ["**/Resilience/**/*.cs"], "FullyQualifiedName~Pool.Runtime.Tests.Resilience"),
        new("Errors", ["**/Errors/*.cs"], "FullyQualifiedName~Pool.Runtime.Tests.Errors"),
        new("Sessions", ["**/Sessions/**/*.cs"], Repetitions),
        new("Workers", ["**/Workers/**/*.cs"], Repetitions),
        new("Pool", ["**/SessionPool*.cs"], Repetitions),
    ];

    public static MutationArea Chosen(string argument) =>
        All.FirstOrDefault(area => area.Name.Equals(argument, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"--area={argument} is no area. Write --area={string.Join('|', All.Select(area => area.Name))}.");
}
