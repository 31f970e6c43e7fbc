using Pool.Runtime.Errors;

namespace TextAnalytics;

/// <summary>The session has no such document.</summary>
internal sealed class UnknownDocumentException : Exception
{
    public UnknownDocumentException(string document, RemoteCommandException cause)
        : base(cause.RemoteMessage, cause) => Document = document;

    /// <summary>The document that is not there.</summary>
    public string Document { get; }
}
