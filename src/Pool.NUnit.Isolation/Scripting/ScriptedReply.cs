using Pool.Runtime;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Scripting;

/// <summary>One command of a script: its kind and what answers it.</summary>
internal sealed record ScriptedReply(
    CommandKind Kind,
    Func<InProcessRequest, CancellationToken, ValueTask<InProcessReply>> Handler);
