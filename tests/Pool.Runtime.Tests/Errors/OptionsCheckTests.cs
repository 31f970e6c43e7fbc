using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests.Errors;

internal sealed class OptionsCheckTests
{
    [Test]
    public void All_invalid_options_are_reported_at_once_in_order()
    {
        var check = new OptionsCheck("SomeOptions", "py")
            .Require(holds: false, "Size", 0, "at least 1")
            .Require(holds: true, "Fine", 1, "anything")
            .Require(holds: false, "Wait", TimeSpan.FromMilliseconds(-3), "zero or more");

        var error = Should.Throw<PoolOptionsException>(check.ThrowIfInvalid);

        error.InvalidOptions.ShouldBe(
            [new InvalidOption("Size", "0", "at least 1"), new InvalidOption("Wait", "-3 ms", "zero or more")]);
        error.Message.ShouldBe(
            "Pool 'py': SomeOptions cannot be used: Size is 0 and must be at least 1; " +
            "Wait is -3 ms and must be zero or more. Change the values named.");
        error.Attempts.ShouldBe(0);
    }

    [Test]
    public void Valid_options_pass() =>
        Should.NotThrow(new OptionsCheck("SomeOptions").Require(holds: true, "Size", 1, "at least 1").ThrowIfInvalid);
}
