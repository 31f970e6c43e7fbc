namespace Pool.Runtime.Tests.Protocol.Fuzzing;

/// <summary>A message under mutation.</summary>
internal sealed record FuzzedMessage(bool IsOfHost, List<FuzzedField> Fields, List<byte[]> Blobs)
{
    public static FuzzedMessage OfHost(params (string Name, string Value)[] fields) => new(true, Listed(fields), []);

    public static FuzzedMessage OfWorker(params (string Name, string Value)[] fields) => new(false, Listed(fields), []);

    private static List<FuzzedField> Listed((string Name, string Value)[] fields) =>
        [.. fields.Select(field => new FuzzedField(field.Name, field.Value))];
}
