[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: TextAnalytics.Tests.RealTextWorkers]
