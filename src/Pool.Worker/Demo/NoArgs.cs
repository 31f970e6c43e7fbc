using System.Text.Json.Serialization;

namespace Pool.Worker.Demo;

/// <summary>Refuses any argument.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NoArgs
{
    /// <summary>Returns a command's result, once its request proved to have no argument.</summary>
    public static object Or(CommandContext context, object result)
    {
        context.GetArgs<NoArgs>();
        return result;
    }
}
