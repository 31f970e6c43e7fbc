namespace Pool.Reporting.Thresholds;

/// <summary>How the actual value must compare with a threshold's limit.</summary>
public enum ThresholdComparison
{
    /// <summary>Actual &lt; limit.</summary>
    Less,

    /// <summary>Actual &lt;= limit.</summary>
    LessOrEqual,

    /// <summary>Actual &gt; limit.</summary>
    Greater,

    /// <summary>Actual &gt;= limit.</summary>
    GreaterOrEqual,
}
