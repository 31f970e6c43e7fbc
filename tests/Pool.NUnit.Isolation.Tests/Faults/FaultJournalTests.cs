using Pool.NUnit.Isolation.Faults;
using Pool.NUnit.Isolation.Scripting;

namespace Pool.NUnit.Isolation.Tests.Faults;

internal sealed class FaultJournalTests
{
    [Test]
    public void Everything_is_undone_once_and_the_last_first()
    {
        List<int> undone = [];
        FaultJournal journal = new();
        FaultJournalEntry[] entries = [.. Enumerable.Range(0, 3).Select(_ => journal.Open())];
        for (int i = 0; i < entries.Length; i++)
        {
            int number = i;
            entries[i].Attach(new ScriptedHang(() => undone.Add(number)));
        }

        entries[1].Dispose();
        journal.UndoAll();
        journal.UndoAll();
        undone.ShouldBe([1, 2, 0]);
    }

    [Test]
    public void Fault_that_is_under_way_at_the_end_is_undone_when_it_has_happened()
    {
        FaultJournal journal = new();
        FaultJournalEntry entry = journal.Open();
        journal.UndoAll();
        bool undone = false;
        entry.Attach(new ScriptedHang(() => undone = true));
        undone.ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => journal.Open());
    }
}
