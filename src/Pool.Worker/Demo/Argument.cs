namespace Pool.Worker.Demo;

/// <summary>Checks of arguments that the types of their records can't make.</summary>
internal static class Argument
{
    public static long Within(long value, long lowest, long highest, string name) =>
        value >= lowest && value <= highest ? value : throw Outside(name, lowest, highest);

    public static double Within(double value, double lowest, double highest, string name) =>
        value >= lowest && value <= highest ? value : throw Outside(name, lowest, highest);

    public static WorkerException Invalid(string message) => new("InvalidArguments", message);

    private static WorkerException Outside(string name, double lowest, double highest) =>
        Invalid($"The argument '{name}' must be a number of at least {lowest} and at most {highest}.");
}
