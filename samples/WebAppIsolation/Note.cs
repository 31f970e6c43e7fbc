namespace WebAppIsolation;

/// <summary>What the app keeps.</summary>
internal sealed record Note(string Text, DateTimeOffset WrittenAt);
