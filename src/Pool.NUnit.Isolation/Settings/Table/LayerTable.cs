using Pool.NUnit.Isolation.Layers;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Settings.Table;

/// <summary>The settings of one layer's pools: <see cref="LayerRows"/> with the layer's defaults.</summary>
internal static class LayerTable
{
    public const string Group = "Layers";

    public static readonly (LayerRow Row, Setting Setting)[] Mock = Of(TestLayer.Mock);
    public static readonly (LayerRow Row, Setting Setting)[] Bridge = Of(TestLayer.Bridge);
    public static readonly (LayerRow Row, Setting Setting)[] Full = Of(TestLayer.Full);

    public static (LayerRow Row, Setting Setting)[] For(TestLayer layer) => layer switch
    {
        TestLayer.Mock => Mock,
        TestLayer.Bridge => Bridge,
        TestLayer.Full => Full,
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer, "Settings are those of Mock, Bridge or Full."),
    };

    private static (LayerRow, Setting)[] Of(TestLayer layer)
    {
        PoolOptions defaults = LayerDefaults.For(layer);
        return
        [
            .. LayerRows.All.Select(row => (row, new Setting($"{Group}:{layer}:{row.Name}", row.Type, row.Read(defaults), row.Meaning)
            {
                Layer = layer,
                Attribute = row.Attribute,
                DefaultText = row.DefaultText ?? row.Type.Show(row.Read(defaults)),
            })),
        ];
    }
}
