using System.Reflection;
using Pool.NUnit.Isolation.Load;

namespace Pool.NUnit.Isolation.Tests.Load;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BodyInvokerTests
{
    private int _calls;
    private CancellationToken _token;

    [TestCase(nameof(Nothing), true)]
    [TestCase(nameof(Number), true)]
    [TestCase(nameof(AsTask), false)]
    [TestCase(nameof(AsGenericTask), false)]
    [TestCase(nameof(AsValueTask), false)]
    [TestCase(nameof(AsGenericValueTask), false)]
    public async Task Body_of_any_return_type_is_called_and_awaited(string name, bool isSynchronous)
    {
        MethodInfo method = GetType().GetMethod(name)!;
        Func<CancellationToken, ValueTask> body = BodyInvoker.Compile(method, this, [3]);
        await body(default);
        await body(default);
        _calls.ShouldBe(6);
        BodyInvoker.IsSynchronous(method).ShouldBe(isSynchronous);
    }

    [Test]
    public async Task Missing_argument_takes_the_default_of_its_parameter()
    {
        await BodyInvoker.Compile(GetType().GetMethod(nameof(WithDefault))!, this, [])(default);
        _calls.ShouldBe(5);
    }

    [Test]
    public async Task Last_parameter_without_an_argument_gets_the_token_of_the_call()
    {
        using CancellationTokenSource source = new();
        await BodyInvoker.Compile(GetType().GetMethod(nameof(WithToken))!, this, [4])(source.Token);
        (_calls, _token).ShouldBe((4, source.Token));
    }

    [Test]
    public async Task Number_becomes_the_enum_that_the_parameter_is()
    {
        await BodyInvoker.Compile(GetType().GetMethod(nameof(WithEnum))!, this, [2])(default);
        _calls.ShouldBe((int)DayOfWeek.Tuesday);
    }

    public void Nothing(int by) => _calls += by;

    public int Number(int by) => _calls += by;

    public async Task AsTask(int by)
    {
        await Task.Yield();
        _calls += by;
    }

    public async Task<int> AsGenericTask(int by)
    {
        await Task.Yield();
        return _calls += by;
    }

    public async ValueTask AsValueTask(int by)
    {
        await Task.Yield();
        _calls += by;
    }

    public async ValueTask<int> AsGenericValueTask(int by)
    {
        await Task.Yield();
        return _calls += by;
    }

    public void WithEnum(DayOfWeek day) => _calls = (int)day;

    public void WithToken(int by, CancellationToken token) => (_calls, _token) = (by, token);

    public void WithDefault(int by = 5) => _calls += by;
}
