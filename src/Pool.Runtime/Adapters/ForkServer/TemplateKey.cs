using System.Text;
using Pool.Runtime.Adapters.Launching;

namespace Pool.Runtime.Adapters.ForkServer;

/// <summary>What makes two templates the same: program, arguments, folder, and the variables that what is loaded may look at.</summary>
internal static class TemplateKey
{
    private const char Separator = '\0';

    public static string Of(ProcessAdapterOptions options, IReadOnlyDictionary<string, string> variables)
    {
        var key = new StringBuilder().Append(options.FileName).Append(Separator).Append(Path.GetFullPath(options.WorkingDirectory ?? "."));
        foreach (var argument in options.Arguments)
            key.Append(Separator).Append(argument);
        key.Append(Separator);
        foreach (var (name, value) in variables.Where(variable => !WorkerEnvironment.IsOfOneWorker(variable.Key)))
            key.Append(Separator).Append(name).Append('=').Append(value);
        return key.ToString();
    }
}
