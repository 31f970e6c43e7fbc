namespace Pool.Runtime.Errors;

/// <summary>Whether a request had left for the worker when its call failed; a sent one may have taken effect.</summary>
public enum RequestFate
{
    /// <summary>No byte of the request left; sending it again is always safe.</summary>
    NotSent,

    /// <summary>The request left at least in part.</summary>
    Sent,

    /// <summary>Nobody knows; treated as <see cref="Sent"/>.</summary>
    Unknown,
}
