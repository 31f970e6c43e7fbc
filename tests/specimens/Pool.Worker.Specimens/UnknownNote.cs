namespace Pool.Worker.Specimens;

/// <summary>Has no contract.</summary>
internal sealed record UnknownNote(string Text);
