namespace Pool.Runtime.Protocol;

/// <summary>How large and how deep a frame may be. A receiver checks each before it allocates for it.</summary>
internal sealed record FrameLimits
{
    public const int DefaultMaxFrameBytes = 16 * 1024 * 1024;
    public const int DefaultMaxDepth = 64;
    public const int DefaultMaxBlobs = 1024;

    /// <summary>The smallest limit with which every message without a payload still fits.</summary>
    public const int LowestMaxFrameBytes = 1024;

    public static readonly FrameLimits Default = new();

    /// <summary>
    /// Bytes of the JSON and of all blobs together; 1 KiB to 2 GiB less one byte, 16 MiB unless told.
    /// </summary>
    public int MaxFrameBytes
    {
        get;
        init => field = value >= LowestMaxFrameBytes
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, $"MaxFrameBytes must be at least {LowestMaxFrameBytes} bytes.");
    } = DefaultMaxFrameBytes;

    /// <summary>
    /// Levels of nesting in a frame's JSON, the frame's own object being the first; 4 to 1000, 64 unless told.
    /// </summary>
    public int MaxDepth
    {
        get;
        init => field = value is >= 4 and <= 1000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxDepth must lie between 4 and 1000 levels.");
    } = DefaultMaxDepth;

    /// <summary>Blobs in one frame; 0 to 65,536, 1024 unless told.</summary>
    public int MaxBlobs
    {
        get;
        init => field = value is >= 0 and <= 65_536
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxBlobs must lie between 0 and 65536 blobs.");
    } = DefaultMaxBlobs;
}
