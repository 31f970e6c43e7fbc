using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests.Adapters;

internal sealed class ProcessMemoryTests
{
    [Test]
    public void Memory_of_this_process_is_what_the_runtime_says_it_is()
    {
        var measured = ProcessMemory.ReadResidentBytes(Environment.ProcessId);

        // Read a moment apart, while other tests run.
        measured.ShouldNotBeNull();
        ((double)measured.Value).ShouldBeInRange(Environment.WorkingSet * 0.5, Environment.WorkingSet * 2.0);
    }

    [Test]
    public void Memory_of_a_process_that_is_gone_is_unknown() => ProcessMemory.ReadResidentBytes(int.MaxValue).ShouldBeNull();

    [TestCase("10 3 2 1 0 4 0", 3)]
    [TestCase("10 0 2", 0)]
    public void Second_number_counts_resident_pages(string statm, long pages) =>
        ProcessMemory.ReadStatm(statm).ShouldBe(pages * Environment.SystemPageSize);

    [TestCase("")]
    [TestCase("10")]
    [TestCase("10 3")]
    [TestCase("10 x 2")]
    [TestCase("10 -3 2")]
    public void Text_of_another_form_is_unknown(string statm) => ProcessMemory.ReadStatm(statm).ShouldBeNull();
}
