using Pool.Runtime.Resilience.Circuits;

namespace Pool.Runtime.Tests.Resilience.Circuits;

internal sealed class ProbeSlotsTests
{
    [Test]
    public void No_more_slots_are_taken_than_there_are()
    {
        var slots = new ProbeSlots(2);

        slots.TryTake(out _).ShouldBeTrue();
        slots.TryTake(out _).ShouldBeTrue();
        slots.TryTake(out _).ShouldBeFalse();
        slots.Taken.ShouldBe(2);
    }

    [Test]
    public void Slot_is_given_back_once()
    {
        var slots = new ProbeSlots(2);
        slots.TryTake(out var first);
        slots.TryTake(out _);

        slots.TryGiveBack(first).ShouldBeTrue();
        slots.TryGiveBack(first).ShouldBeFalse();

        slots.Taken.ShouldBe(1);
    }

    [Test]
    public void Ticket_of_a_cleared_period_frees_nothing()
    {
        var slots = new ProbeSlots(1);
        slots.TryTake(out var old);
        slots.Clear();
        slots.TryTake(out _);

        slots.TryGiveBack(old).ShouldBeFalse();

        slots.Taken.ShouldBe(1);
    }

    [Test]
    public void No_ticket_frees_nothing()
    {
        var slots = new ProbeSlots(2);
        slots.TryTake(out _);

        slots.TryGiveBack(0).ShouldBeFalse();

        slots.Taken.ShouldBe(1);
    }
}
