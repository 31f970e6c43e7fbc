using Pool.Runtime;

namespace Pool.NUnit.Isolation.Settings;

/// <summary>The pool that a test gets at each layer unless it asks for another.</summary>
/// <param name="Mock">Scripted workers in the process.</param>
/// <param name="Bridge">Scripted workers behind a pipe.</param>
/// <param name="Full">Processes.</param>
internal sealed record LayerSettings(PoolOptions Mock, PoolOptions Bridge, PoolOptions Full)
{
    public static LayerSettings Of(EffectiveSettings values) =>
        new(values.PoolOptions(TestLayer.Mock), values.PoolOptions(TestLayer.Bridge), values.PoolOptions(TestLayer.Full));

    public PoolOptions For(TestLayer layer) => layer switch
    {
        TestLayer.Mock => Mock,
        TestLayer.Bridge => Bridge,
        TestLayer.Full => Full,
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer, "A pool runs at the layer Mock, Bridge or Full."),
    };
}
