namespace Pool.NUnit.EngineExtension.Tests;

internal sealed class WorkDirectoriesTests
{
    private static readonly string Temp = Path.GetFullPath(Path.GetTempPath());

    [Test]
    public void The_setting_of_each_assembly_counts_once()
    {
        var (a, b) = (Path.Combine(Temp, "a"), Path.Combine(Temp, "b"));

        WorkDirectories.In($"<test-run>{Assembly(a)}{Assembly(b)}{Assembly(a)}</test-run>").ShouldBe([a, b]);
    }

    [Test]
    public void An_assembly_without_the_setting_works_in_the_current_directory() =>
        WorkDirectories.In($"<test-run>{Assembly(Path.Combine(Temp, "a"))}<test-suite type=\"Assembly\"/></test-run>")
            .ShouldBe([Path.Combine(Temp, "a"), Environment.CurrentDirectory]);

    [Test]
    public void Suites_that_are_no_assemblies_and_other_settings_do_not_count() =>
        WorkDirectories.In(
            "<test-run><test-suite type=\"TestFixture\"><settings><setting name=\"TestParameters\" value=\"x\"/></settings></test-suite></test-run>")
            .ShouldBeEmpty();

    [Test]
    public void Control_characters_in_an_output_are_no_obstacle() =>
        WorkDirectories.In($"<test-run><output>&#x1;</output>{Assembly(Temp)}</test-run>").Count.ShouldBe(1);

    private static string Assembly(string directory) =>
        $"<test-suite type=\"Assembly\" fullname=\"x.dll\"><settings><setting name=\"WorkDirectory\" value=\"{directory}\"/></settings></test-suite>";
}
