namespace Pool.NUnit.Isolation.Resources;

/// <summary>A resource that could not be released.</summary>
/// <param name="Name">The resource.</param>
/// <param name="Message">What happened, with values.</param>
/// <param name="Error">What its release threw; null when it did not end in time.</param>
public sealed record ResourceFailure(string Name, string Message, Exception? Error);
