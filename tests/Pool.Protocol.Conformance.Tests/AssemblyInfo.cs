[assembly: Parallelizable(ParallelScope.Children)]

// A test waits for processes nearly all of its time, and most for one that was made to hang.
[assembly: LevelOfParallelism(8)]
