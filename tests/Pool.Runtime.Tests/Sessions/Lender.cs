using System.Runtime.CompilerServices;
using Pool.Runtime.Sessions;

namespace Pool.Runtime.Tests.Sessions;

/// <summary>Stands for the pool whose frames are left out of a borrower's stack.</summary>
internal static class Lender
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string Capture() => BorrowerStack.Capture(typeof(Lender));

    public static class Inner
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public static string Lend() => Capture();
    }
}
