using Pool.Runtime;

namespace Pool.NUnit.Isolation.Layers;

/// <summary>The pool that a test gets at each layer unless it asks for another.</summary>
internal static class LayerDefaults
{
    public static PoolOptions For(TestLayer layer) => layer switch
    {
        TestLayer.Mock => new PoolOptions { Size = 1, MaxOverflow = 0, CommandTimeout = TimeSpan.FromSeconds(1) },
        TestLayer.Bridge => new PoolOptions { Size = 2, MaxOverflow = 1, CommandTimeout = TimeSpan.FromSeconds(5) },
        TestLayer.Full => new PoolOptions
        {
            Size = 3,
            MaxOverflow = 2,
            CommandTimeout = TimeSpan.FromSeconds(10),
            StartTimeout = TimeSpan.FromSeconds(15),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer, "A pool runs at the layer Mock, Bridge or Full."),
    };
}
