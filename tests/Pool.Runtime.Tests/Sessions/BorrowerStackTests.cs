using System.Runtime.CompilerServices;
using Pool.Runtime.Sessions;

namespace Pool.Runtime.Tests.Sessions;

internal sealed class BorrowerStackTests
{
    [Test]
    public void Frames_of_the_type_and_of_the_types_in_it_are_left_out()
    {
        var stack = Lender.Inner.Lend();

        stack.ShouldContain(nameof(Frames_of_the_type_and_of_the_types_in_it_are_left_out));
        stack.ShouldNotContain(nameof(Lender));
        stack.ShouldNotContain(nameof(BorrowerStack.Capture));
    }

    [Test]
    public void Frames_of_other_types_are_kept_from_the_first_on() => Borrow().TrimStart().ShouldStartWith($"at {typeof(BorrowerStackTests).FullName}.{nameof(Borrow)}");

    [Test]
    public void Frames_say_where_in_their_file_they_are() => Borrow().ShouldContain($"{nameof(BorrowerStackTests)}.cs:line ");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Borrow() => Lender.Inner.Lend();
}
