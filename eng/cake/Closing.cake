#nullable enable
/// <summary>What the build says at the very end, below Cake's own table.</summary>
internal static class Closing
{
    public static string LastLine { get; set; } = "";
}

void RunAndClose(string target)
{
    if (!Tasks.Any(task => string.Equals(task.Name, target, StringComparison.OrdinalIgnoreCase)))
    {
        ListTargets(target);
        return;
    }

    try
    {
        // Asked now, so that a wrong --layer is said before a build is waited for.
        Layers.Chosen(LayerArgument);
        RunTarget(target);
    }
    catch (Exception error)
    {
        Console.Error.WriteLine((error as AggregateException)?.InnerException?.Message ?? error.Message);
        PrintLastLine();
        // Letting the error through would have Cake write below the last line, which others read.
        Environment.Exit(1);
    }

    PrintLastLine();
}

void PrintLastLine()
{
    if (Closing.LastLine != "")
    {
        Console.WriteLine(Closing.LastLine);
    }
}

void ListTargets(string unknown)
{
    Console.WriteLine("Usage: ./build.sh <target> [--layer=1|2|3]\n");
    foreach (var task in Tasks)
    {
        Console.WriteLine($"  {task.Name.ToLowerInvariant(),-12} {task.Description}");
    }

    if (unknown != "")
    {
        Console.Error.WriteLine($"\nThere is no target '{unknown}'. Choose one of the above.");
        Environment.Exit(1);
    }
}
