using Pool.Reporting.Records;

namespace Pool.Reporting.Tests.Records;

internal sealed class FakeProcessProbe(params int[] alive) : IProcessProbe
{
    public bool IsAlive(int processId, DateTimeOffset recordingSince) => alive.Contains(processId);
}
