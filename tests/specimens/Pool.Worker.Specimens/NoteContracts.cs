using System.Text.Json.Serialization;

namespace Pool.Worker.Specimens;

/// <summary>How the worker's own types are written and read.</summary>
[JsonSerializable(typeof(Note))]
[JsonSerializable(typeof(NoteBook))]
[JsonSerializable(typeof(NoteCount))]
internal sealed partial class NoteContracts : JsonSerializerContext;
