namespace Pool.Runtime.Telemetry;

/// <summary>The value of the tag <c>error.type</c>: the error's type without its suffix, as in <c>worker_lost</c>.</summary>
internal static class ErrorType
{
    private const string Suffix = "Exception";

    public static string Of(Exception error)
    {
        var type = error.GetType().Name;
        return SnakeCase.Of(type.EndsWith(Suffix, StringComparison.Ordinal) ? type[..^Suffix.Length] : type);
    }
}
