using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;
using Pool.Runtime.Resilience.Circuits;

namespace Pool.Runtime.Tests.Resilience.Circuits;

internal sealed class CircuitTransitionsTests
{
    [TestCase(CircuitState.Closed, CircuitEvent.FailuresExceeded, CircuitState.Open)]
    [TestCase(CircuitState.Open, CircuitEvent.BreakElapsed, CircuitState.HalfOpen)]
    [TestCase(CircuitState.HalfOpen, CircuitEvent.ProbeFailed, CircuitState.Open)]
    [TestCase(CircuitState.HalfOpen, CircuitEvent.ProbesSucceeded, CircuitState.Closed)]
    [TestCase(CircuitState.Isolated, CircuitEvent.OpenRequested, CircuitState.Isolated)]
    [TestCase(CircuitState.Closed, CircuitEvent.OpenRequested, CircuitState.Open)]
    public void Legal_event_moves_the_circuit(CircuitState from, CircuitEvent on, CircuitState expected) =>
        CircuitTransitions.Next(from, on).ShouldBe(expected);

    [Test]
    public void Request_is_legal_in_every_state(
        [Values] CircuitState from,
        [Values(CircuitEvent.OpenRequested, CircuitEvent.IsolateRequested, CircuitEvent.CloseRequested)]
        CircuitEvent on) =>
        Should.NotThrow(() => CircuitTransitions.Next(from, on));

    [Test]
    public void Isolated_circuit_opens_for_a_person_only([Values] CircuitEvent on)
    {
        var next = Attempt(CircuitState.Isolated, on);

        next.ShouldBeOneOf(on == CircuitEvent.CloseRequested ? [CircuitState.Closed] : [CircuitState.Isolated, null]);
    }

    [Test]
    public void Observed_event_is_legal_in_one_state_only(
        [Values(
            CircuitEvent.FailuresExceeded,
            CircuitEvent.BreakElapsed,
            CircuitEvent.ProbeFailed,
            CircuitEvent.ProbesSucceeded)]
        CircuitEvent on) =>
        Enum.GetValues<CircuitState>().Count(from => Attempt(from, on) is not null).ShouldBe(1);

    [Test]
    public void Illegal_event_is_named_with_the_state() =>
        Should.Throw<InvalidOperationException>(
                () => CircuitTransitions.Next(CircuitState.Closed, CircuitEvent.ProbeFailed))
            .Message.ShouldBe("A circuit that is Closed cannot handle ProbeFailed.");

    private static CircuitState? Attempt(CircuitState from, CircuitEvent on)
    {
        try
        {
            return CircuitTransitions.Next(from, on);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
