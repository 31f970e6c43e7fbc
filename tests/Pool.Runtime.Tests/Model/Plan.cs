namespace Pool.Runtime.Tests.Model;

/// <summary>A history to be: a pool's options and the steps of its life.</summary>
internal sealed record Plan(Setting Setting, IReadOnlyList<Step> Steps)
{
    public override string ToString() => $"{Setting}{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", Steps)}";
}
