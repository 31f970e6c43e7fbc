namespace Pool.Architecture.Tests;

internal sealed class CSharpCodeTests
{
    [TestCase("a(); // Task.Run", "a();  ")]
    [TestCase("a(/* b */);", "a( );")]
    [TestCase("""a("// no comment"); b();""", """a(""); b();""")]
    [TestCase(""""a("""Task "x" Run"""); b();"""", """a(""); b();""")]
    [TestCase("""a(@"c:\"); b('"'); c();""", """a(""); b(""); c();""")]
    [TestCase("""a($"{x}\""); b();""", """a(""); b();""")]
    public void Comments_and_literals_are_no_code(string source, string expected) =>
        CSharpCode.Of(source).Text.ShouldBe(expected);

    [Test]
    public void Types_of_the_namespace_are_found_and_nested_ones_are_not() =>
        CSharpCode.Of("""
            namespace N;
            public sealed partial class Outer<T> : Base where T : class { private record struct Nested(int X); enum Inner { A } }
            internal readonly record struct Second(int X);
            internal delegate Task<int> Third(int x);
            public interface IFourth { }
            """).TopLevelTypes().ShouldBe(["Outer", "Second", "Third", "IFourth"]);
}
