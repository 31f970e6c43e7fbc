namespace Pool.Worker.Specimens;

/// <summary>Text with bytes beside it.</summary>
internal sealed record Note(string Text, byte[]? Picture = null);
