namespace Pool.NUnit.Isolation;

/// <summary>How real the workers of a test are. The pool's own code is the same at every layer.</summary>
public enum TestLayer
{
    /// <summary>The test names no layer and runs at the one that <c>TEST_MODE</c> allows (Mock when it is unset).</summary>
    Unspecified = 0,

    /// <summary>Scripted workers in the test process; no byte is encoded. <c>TEST_MODE=mock_adapter</c>.</summary>
    Mock = 1,

    /// <summary>Real frames over an in-process duplex pipe to scripted workers. <c>TEST_MODE=bridge_mock</c>.</summary>
    Bridge = 2,

    /// <summary>Real operating-system processes. <c>TEST_MODE=full_integration</c>.</summary>
    Full = 3,
}
