using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Scripting;

/// <summary>Something planned for the next run of a command: an error, or a crash when there is no error.</summary>
internal sealed record ScriptedMishap(InProcessError? Error);
