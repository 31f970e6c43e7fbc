using Pool.Runtime.Errors;

namespace Pool.Runtime.Workers;

/// <summary>A warm-up command failed. Becomes the reason why the worker did not start.</summary>
internal sealed class WarmUpFailure(string command, RemoteCommandException error)
    : Exception($"its warm-up command '{command}' failed with {ErrorText.Head(error.RemoteType)}: {ErrorText.Head(error.RemoteMessage)}", error);
