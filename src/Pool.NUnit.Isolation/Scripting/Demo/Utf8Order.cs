using System.Text;

namespace Pool.NUnit.Isolation.Scripting.Demo;

/// <summary>Order of strings by their UTF-8 bytes, which is that of code points and the same in every language.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static Utf8Order Instance { get; } = new();

    public int Compare(string? x, string? y) =>
        Encoding.UTF8.GetBytes(x ?? "").AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? ""));
}
