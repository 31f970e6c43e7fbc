namespace Pool.Reporting.Records;

/// <summary>The folder of record files in a report directory.</summary>
internal static class RecordDirectory
{
    internal const string Name = "records";
}
