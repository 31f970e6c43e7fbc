using Pool.NUnit.Isolation.Settings.Types;

namespace Pool.NUnit.Isolation.Settings.Sources;

/// <summary>A setting that a file names.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Value">Its value there.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record FileEntry(Setting Setting, FileValue Value, string Place);
