namespace Pool.Runtime.Adapters.Guards;

/// <summary>The variables that mark a worker, and whatever it starts, as ours.</summary>
internal static class WorkerTag
{
    /// <summary>The host, which is unique; see <see cref="HostSetup.Id"/>.</summary>
    public const string HostVariable = "POOL_HOST_ID";

    /// <summary>The start, unique in its host: two pools may have workers of one name.</summary>
    public const string StartVariable = "POOL_START_ID";

    /// <summary>The worker, unique in its pool; for people.</summary>
    public const string WorkerVariable = "POOL_WORKER_ID";

    /// <summary>Takes up room in a template's environment, in which each of its workers writes its own tags.</summary>
    public const string RoomVariable = "POOL_ROOM";

    /// <summary>Variables that begin so belong to one worker, not to the program: they make no difference to what it loads.</summary>
    public const string Prefix = "POOL_";
}
