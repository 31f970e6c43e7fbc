using Pool.Reporting.Baselines;

namespace Pool.Reporting.Tests.Baselines;

internal sealed class BaselineFileTests
{
    private static Baseline Sample => Baseline.Empty.Add(Some.Machine, "My.Tests.Load", new BaselineRun
    {
        RunId = "run-1",
        MeasuredAt = Some.Start,
        Version = "0.1.0",
        CalibrationNs = 201_000.5,
        Metrics = new BenchmarkMetrics { Throughput = 1_234.5, P50Ms = 8.25 },
    });

    [Test]
    public void What_was_saved_is_loaded()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("poolbaseline.json");

        BaselineFile.Save(path, Sample);

        var run = BaselineFile.Load(path)!.RunsOf(Some.Machine.MachineClass, "My.Tests.Load").ShouldHaveSingleItem();
        run.ShouldBe(Sample.RunsOf(Some.Machine.MachineClass, "My.Tests.Load")[0]);
    }

    [Test]
    public void Saving_leaves_nothing_beside_the_file_and_equal_content_gives_equal_bytes()
    {
        using var directory = new TemporaryDirectory();

        BaselineFile.Save(directory.File("a.json"), Sample);
        BaselineFile.Save(directory.File("b.json"), Sample);
        BaselineFile.Save(directory.File("b.json"), Sample);

        Directory.GetFiles(directory.Path).Length.ShouldBe(2);
        File.ReadAllBytes(directory.File("a.json")).ShouldBe(File.ReadAllBytes(directory.File("b.json")));
    }

    [Test]
    public void A_missing_file_is_no_baseline()
    {
        using var directory = new TemporaryDirectory();

        BaselineFile.Load(directory.File("poolbaseline.json")).ShouldBeNull();
    }

    [TestCase("{\n  \"schema\": 1,\n  oops\n}", "line 3, column 3")]
    [TestCase("", "line 1")]
    [TestCase("null", "a baseline is an object")]
    [TestCase("{\"schema\":1}", "machines")]
    [TestCase("{\"schema\":1,\"machines\":null}", "machines")]
    [TestCase("{\"schema\":7,\"machines\":{}}", "$.schema: schema 7 is unknown; this version reads 1")]
    [TestCase("{\"schema\":1,\"machines\":{\"x\":null}}", "$.machines['x']: it is null")]
    public void A_file_that_is_no_baseline_is_refused_with_its_name_and_place(string content, string place)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("poolbaseline.json");
        File.WriteAllText(path, content);

        var error = Should.Throw<BaselineFormatException>(() => BaselineFile.Load(path));

        error.Message.ShouldContain(path);
        error.Message.ShouldContain(place);
    }

    [TestCase("201000.5", "0", ".benchmarks['My.Tests.Load'][0].calibrationNs: it is 0")]
    [TestCase("201000.5", "-3", "calibrationNs: it is -3")]
    [TestCase("1234.5", "0", "[0].metrics.throughput: it is 0; it must be above 0")]
    [TestCase("8.25", "-8.25", "metrics.p50Ms: it is -8.25")]
    [TestCase("\"logicalCpus\": 2", "\"logicalCpus\": 4", "its machine belongs to the class")]
    [TestCase("\"runId\": \"run-1\"", "\"runId\": null", "runId")]
    public void A_value_that_no_run_can_have_is_refused_with_its_place(string value, string wrong, string place)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("poolbaseline.json");
        BaselineFile.Save(path, Sample);
        var text = File.ReadAllText(path);
        text.ShouldContain(value);
        File.WriteAllText(path, text.Replace(value, wrong));

        Should.Throw<BaselineFormatException>(() => BaselineFile.Load(path)).Message.ShouldContain(place);
    }

    [Test]
    public void A_run_that_is_there_twice_is_refused()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("poolbaseline.json");
        BaselineFile.Save(path, Sample.Add(Some.Machine, "My.Tests.Load", Sample.RunsOf(Some.Machine.MachineClass, "My.Tests.Load")[0] with { RunId = "run-2" }));
        File.WriteAllText(path, File.ReadAllText(path).Replace("run-2", "run-1"));

        Should.Throw<BaselineFormatException>(() => BaselineFile.Load(path)).Message.ShouldContain("run 'run-1' is there twice");
    }

    [Test]
    public void A_baseline_that_could_not_be_loaded_is_not_saved_either()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("poolbaseline.json");
        var wrong = Sample.Add(Some.Machine, "b", Sample.RunsOf(Some.Machine.MachineClass, "My.Tests.Load")[0] with { CalibrationNs = 0 });

        Should.Throw<BaselineFormatException>(() => BaselineFile.Save(path, wrong));
        File.Exists(path).ShouldBeFalse();
    }
}
