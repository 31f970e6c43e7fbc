namespace Pool.Protocol.Conformance.Wire;

/// <summary>JSON of a host's messages. Arguments come as JSON text, so that a check decides about every byte.</summary>
internal static class HostText
{
    public const int MaxFrameBytes = 16 * 1024 * 1024;

    /// <summary>A hello; <paramref name="fields"/> are further members, each with the comma before it.</summary>
    public static string Hello(int min = 1, int max = 1, int maxFrameBytes = MaxFrameBytes, string fields = "") =>
        $$"""{"type":"hello","protocol":{"min":{{min}},"max":{{max}}},"worker_id":"conformance","max_frame_bytes":{{maxFrameBytes}}{{fields}}}""";

    public static string Ping(long id) => $$"""{"type":"ping","id":{{id}}}""";

    public static string Cancel(long id) => $$"""{"type":"cancel","id":{{id}}}""";

    public static string Credit(long id, int chunks) => $$"""{"type":"credit","id":{{id}},"chunks":{{chunks}}}""";

    public static string EndSession(string session) => $$"""{"type":"end_session","session":"{{session}}"}""";

    public static string Shutdown() => """{"type":"shutdown"}""";

    public static string Snapshot(long id, string session) => $$"""{"type":"snapshot","id":{{id}},"session":"{{session}}"}""";

    public static string Restore(long id, string session, string state) =>
        $$"""{"type":"restore","id":{{id}},"session":"{{session}}","args":{{state}}}""";

    /// <summary>A request; <paramref name="fields"/> are further members, each with the comma before it.</summary>
    public static string Request(long id, string command, string args = "null", string? session = null, string fields = "") =>
        $$"""{"type":"request","id":{{id}},"command":"{{command}}"{{(session is null ? "" : $",\"session\":\"{session}\"")}}{{fields}},"args":{{args}}}""";
}
