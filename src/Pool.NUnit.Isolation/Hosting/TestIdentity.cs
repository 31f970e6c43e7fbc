using Pool.NUnit.Isolation.Processes;

namespace Pool.NUnit.Isolation.Hosting;

/// <summary>Which execution of which test this is.</summary>
/// <param name="TestId">Unique in the run.</param>
/// <param name="FullName">NUnit's full name, arguments included.</param>
/// <param name="ShortName">The method's name.</param>
/// <param name="Layer">Mock, Bridge or Full.</param>
/// <param name="RunSeed">The seed that replays it.</param>
/// <param name="StreamSeed">The seed of its random numbers.</param>
/// <param name="Tag">Marks its processes.</param>
internal sealed record TestIdentity(
    string TestId,
    string FullName,
    string ShortName,
    TestLayer Layer,
    int RunSeed,
    ulong StreamSeed,
    ProcessTag Tag);
