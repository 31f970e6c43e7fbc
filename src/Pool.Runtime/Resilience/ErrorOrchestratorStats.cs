namespace Pool.Runtime.Resilience;

/// <summary>
/// What an <see cref="ErrorOrchestrator"/> decided and what became of it. Totals count from its creation.
/// </summary>
public sealed record ErrorOrchestratorStats
{
    /// <summary>Plans made, by strategy; every strategy has an entry.</summary>
    public required IReadOnlyDictionary<RecoveryStrategy, long> Decided { get; init; }

    /// <summary>Recoveries that made at least one retry, those under way included.</summary>
    public required long Started { get; init; }

    /// <summary>Recoveries under way.</summary>
    public required int Active { get; init; }

    /// <summary>Recoveries whose last attempt succeeded.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Recoveries whose last attempt failed.</summary>
    public required long Failed { get; init; }

    /// <summary>Recoveries that the caller cancelled.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Failures that were reported without any retry.</summary>
    public required long Abandoned { get; init; }

    /// <summary>Failures among <see cref="Abandoned"/> for which too many recoveries were under way.</summary>
    public required long CapacityRejected { get; init; }

    /// <summary>Retries that the recovery budget did not allow.</summary>
    public required long BudgetRejected { get; init; }
}
