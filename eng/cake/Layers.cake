#nullable enable
using System;
using System.Collections.Generic;

/// <summary>Numbers of the layers on the command line, and the TEST_MODE that each stands for.</summary>
internal static class Layers
{
    private static readonly string[] Modes = ["mock_adapter", "bridge_mock", "full_integration"];

    /// <summary>One mode, or all in turn when none is chosen.</summary>
    public static IReadOnlyList<string> Chosen(string? argument) => argument switch
    {
        null or "" => Modes,
        "1" => [Modes[0]],
        "2" => [Modes[1]],
        "3" => [Modes[2]],
        _ => throw new ArgumentException($"--layer={argument} is no layer. Write --layer=1 (Mock), 2 (Bridge) or 3 (Full), or leave it out for all three."),
    };
}
