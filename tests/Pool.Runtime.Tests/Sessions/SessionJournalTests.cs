using Pool.Runtime.Protocol;
using Pool.Runtime.Sessions;

namespace Pool.Runtime.Tests.Sessions;

internal sealed class SessionJournalTests
{
    private static readonly ResultDigest Digest = ResultDigest.Of(Payload.Null, []);

    [Test]
    public void Mutations_are_found_by_the_position_that_they_lead_from()
    {
        var journal = new SessionJournal(10, 1000);
        journal.StepsToRestore.ShouldBe(0);
        for (var i = 0; i < 3; i++)
            journal.Append($"c{i}", Text($"{i}"), ResultDigest.Of(Text($"{i}"), []));

        (journal.Position, journal.BasePosition, journal.StepsToRestore, journal.Gap, journal.Snapshot).ShouldBe((3, 0, 3, null, null));
        journal[1].Command.ShouldBe("c1");
        journal[2].Digest.ShouldBe(ResultDigest.Of(Text("2"), []));
        journal[0].Args.Json.ToArray().ShouldBe("0"u8.ToArray());
    }

    [Test]
    public void Gap_counts_from_the_last_snapshot_and_keeps_nothing_of_what_led_to_it()
    {
        var journal = new SessionJournal(2, 1000);
        Append(journal, 2, bytes: 10);
        journal.Compact(Text("state"));

        Append(journal, 3, bytes: 10);

        journal.Gap.ShouldNotBeNull().ShouldContain("3 mutations with 30 bytes");
        Should.Throw<ArgumentOutOfRangeException>(() => journal[2]);
    }

    [Test]
    public void One_mutation_too_many_leaves_a_gap_that_names_bounds_and_figures()
    {
        var journal = new SessionJournal(2, 1000);
        Append(journal, 2, bytes: 10);
        journal.Gap.ShouldBeNull();

        Append(journal, 1, bytes: 10);

        var gap = journal.Gap.ShouldNotBeNull();
        gap.ShouldContain("3 mutations with 30 bytes");
        gap.ShouldContain("MaxJournalEntries (2)");
        gap.ShouldContain("MaxJournalBytes (1000)");
        Append(journal, 4, bytes: 10);
        (journal.Position, journal.StepsToRestore, journal.Gap).ShouldBe((7, 7, gap));
    }

    [Test]
    public void One_byte_too_many_leaves_a_gap_as_well()
    {
        var journal = new SessionJournal(100, 30);
        Append(journal, 3, bytes: 10);
        journal.Gap.ShouldBeNull();

        Append(journal, 1, bytes: 1);

        journal.Gap.ShouldNotBeNull().ShouldContain("31 bytes");
    }

    [TestCase(0, 1000L)]
    [TestCase(1000, 0L)]
    public void Bound_of_zero_keeps_nothing(int maxEntries, long maxBytes)
    {
        var journal = new SessionJournal(maxEntries, maxBytes);

        Append(journal, 1, bytes: 1);

        (journal.Position, journal.Gap is null).ShouldBe((1, false));
    }

    [Test]
    public void Snapshot_stands_for_all_before_it_and_makes_room()
    {
        var journal = new SessionJournal(3, 30);
        Append(journal, 3, bytes: 10);

        journal.Compact(Text("\"state\""));

        (journal.Position, journal.BasePosition, journal.StepsToRestore).ShouldBe((3, 3, 1));
        journal.Append("next", Text("\"12345678\""), Digest);
        Append(journal, 2, bytes: 10);
        journal.Gap.ShouldBeNull();
        journal[3].Command.ShouldBe("next");
        (journal.Position, journal.StepsToRestore, journal.Snapshot is null).ShouldBe((6, 4, false));
    }

    [Test]
    public void Overgrown_journal_drops_its_snapshot_and_a_new_one_heals_it()
    {
        var journal = new SessionJournal(2, 1000);
        Append(journal, 1);
        journal.Compact(Text("1"));
        Append(journal, 3);
        (journal.Snapshot, journal.Gap is null).ShouldBe((null, false));

        journal.Compact(Text("4"));

        (journal.Gap, journal.BasePosition, journal.StepsToRestore).ShouldBe((null, 4, 1));
        Append(journal, 2);
        (journal.Gap, journal.StepsToRestore).ShouldBe((null, 3));
    }

    [Test]
    public void Snapshot_is_wanted_after_so_many_mutations_each_time()
    {
        var journal = new SessionJournal(100, 1000);
        Append(journal, 4);
        (journal.WantsSnapshot(5), journal.WantsSnapshot(4), journal.WantsSnapshot(0)).ShouldBe((false, true, false));

        journal.Compact(Text("1"));

        Append(journal, 3);
        journal.WantsSnapshot(4).ShouldBeFalse();
        Append(journal, 1);
        journal.WantsSnapshot(4).ShouldBeTrue();
    }

    [Test]
    public void Snapshot_that_was_put_off_is_wanted_again_when_the_session_has_doubled()
    {
        var journal = new SessionJournal(100, 1000);
        Append(journal, 5);

        journal.PutSnapshotOff();

        journal.WantsSnapshot(5).ShouldBeFalse();
        Append(journal, 4);
        journal.WantsSnapshot(5).ShouldBeFalse();
        Append(journal, 1);
        journal.WantsSnapshot(5).ShouldBeTrue();
    }

    [Test]
    public void Snapshot_that_was_not_to_be_had_is_wanted_again_when_as_much_has_come_since_the_last()
    {
        var journal = new SessionJournal(100, 1000);
        Append(journal, 50);
        journal.Compact(Payload.Null);
        Append(journal, 5);

        journal.PutSnapshotOff();

        Append(journal, 4);
        journal.WantsSnapshot(5).ShouldBeFalse();
        Append(journal, 1);
        journal.WantsSnapshot(5).ShouldBeTrue();
    }

    [Test]
    public void Bytes_are_copied_since_their_owner_may_change_them()
    {
        var journal = new SessionJournal(10, 1000);
        byte[] bytes = [1, 2, 3];
        journal.Append("c", new Payload("""{"$blob":0}"""u8.ToArray(), [bytes]), Digest);

        bytes[0] = 9;

        journal[0].Args.Blobs.ShouldHaveSingleItem().ToArray().ShouldBe([1, 2, 3]);
    }

    private static void Append(SessionJournal journal, int count, int bytes = 1)
    {
        for (var i = 0; i < count; i++)
            journal.Append("c", Text(new string('1', bytes)), Digest);
    }

    private static Payload Text(string json) => new(System.Text.Encoding.UTF8.GetBytes(json), []);
}
