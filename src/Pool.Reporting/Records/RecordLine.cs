using System.Text.Json.Serialization;

namespace Pool.Reporting.Records;

/// <summary>One line of a record file.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RunHeader), "header")]
[JsonDerivedType(typeof(TestRecord), "test")]
[JsonDerivedType(typeof(RunProblem), "problem")]
[JsonDerivedType(typeof(RunFooter), "footer")]
public abstract record RecordLine
{
    /// <summary>The schema this version writes and the newest it reads.</summary>
    public const int CurrentSchema = 1;

    private protected RecordLine()
    {
    }

    /// <summary>Version of the line's schema; a reader skips lines of a newer one and says so.</summary>
    public int Schema { get; init; } = CurrentSchema;
}
