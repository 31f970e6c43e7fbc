using System.Globalization;
using System.Text;
using Pool.Runtime.Protocol;

namespace Pool.Worker.Serving;

/// <summary>
/// What a worker says before anything is asked of it, hello and pong, written without the JSON library: that takes long to get
/// going, and here a host waits for it.
/// </summary>
internal static class FirstWords
{
    public static Frame Hello(WorkerHello hello)
    {
        var json = new StringBuilder(1024);
        json.Append(CultureInfo.InvariantCulture, $"{{\"type\":\"hello\",\"protocol\":{hello.Version},\"worker\":");
        Quote(json, hello.Worker);
        if (hello.Pid is { } pid)
            json.Append(CultureInfo.InvariantCulture, $",\"pid\":{pid}");
        json.Append(CultureInfo.InvariantCulture, $",\"max_frame_bytes\":{hello.MaxFrameBytes},\"commands\":{{");
        bool isFirst = true;
        foreach ((string name, CommandDescription command) in hello.Commands)
        {
            if (!isFirst)
                json.Append(',');
            isFirst = false;
            Quote(json, name);
            json.Append(CultureInfo.InvariantCulture, $":{{\"kind\":\"{WireFormat.NameOf(command.Kind)}\"}}");
        }

        json.Append("},\"features\":[");
        for (int i = 0; i < hello.Features.Count; i++)
        {
            if (i > 0)
                json.Append(',');
            Quote(json, hello.Features[i]);
        }

        return FrameOf(json.Append("]}"));
    }

    public static Frame Pong(long id) =>
        FrameOf(new StringBuilder(40).Append(CultureInfo.InvariantCulture, $"{{\"type\":\"pong\",\"id\":{id}}}"));

    private static void Quote(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (char c in text)
        {
            if (c is '"' or '\\' || char.IsControl(c))
                json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                json.Append(c);
        }

        json.Append('"');
    }

    private static Frame FrameOf(StringBuilder json) => new(Encoding.UTF8.GetBytes(json.ToString()), []);
}
