using Pool.Runtime.Protocol;

namespace Pool.Runtime.Sessions;

/// <summary>A mutation that succeeded, and the digest of what it answered.</summary>
internal sealed record JournalEntry(string Command, Payload Args, ResultDigest Digest);
