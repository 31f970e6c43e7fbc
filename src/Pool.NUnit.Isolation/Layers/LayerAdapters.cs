using Pool.NUnit.Isolation.Processes;
using Pool.NUnit.Isolation.Scripting;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Layers;

/// <summary>Makes the worker adapter of a layer.</summary>
internal static class LayerAdapters
{
    public static WorkerAdapter Create(TestLayer layer, ScriptedFleet fleet, WorkerCommand command, ProcessTag tag, Func<WorkerHost> host) => layer switch
    {
        TestLayer.Mock => new InMemoryAdapter(fleet.Create),
        TestLayer.Bridge => new DuplexPipeAdapter(fleet.Create),
        TestLayer.Full => new ProcessAdapter(Tagged(command.Resolve(), tag), host()),
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer, "A pool runs at the layer Mock, Bridge or Full."),
    };

    private static ProcessAdapterOptions Tagged(ProcessAdapterOptions options, ProcessTag tag)
    {
        Dictionary<string, string?> variables = new(options.EnvironmentVariables, StringComparer.Ordinal);
        foreach ((string name, string? value) in tag.Give())
        {
            variables[name] = value;
        }

        return options with { EnvironmentVariables = variables };
    }
}
