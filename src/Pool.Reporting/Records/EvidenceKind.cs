using System.Text.Json.Serialization;

namespace Pool.Reporting.Records;

/// <summary>Whether a fault struck an operating-system process or a simulated worker.</summary>
public enum EvidenceKind
{
    /// <summary>A simulated worker of the Mock or Bridge layer. It proves nothing about the Full layer.</summary>
    [JsonStringEnumMemberName("virtual")]
    Virtual,

    /// <summary>An operating-system process.</summary>
    [JsonStringEnumMemberName("real")]
    Real,
}
