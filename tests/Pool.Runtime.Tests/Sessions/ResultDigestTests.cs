using System.Text;
using Pool.Runtime.Protocol;
using Pool.Runtime.Sessions;

namespace Pool.Runtime.Tests.Sessions;

internal sealed class ResultDigestTests
{
    [TestCase("""{"a":"\ud800"}""", """{"a":"\ud801"}""")]
    [TestCase("""{"\ud800":1}""", """{"\ud801":1}""")]
    [TestCase("""["\udc00"]""", """[""]""")]
    public void Half_a_surrogate_pair_is_digested_like_any_text(string json, string other)
    {
        Of(json).ShouldBe(Of(json));
        Of(json).ShouldNotBe(Of(other));
    }

    [Test]
    public void Volatile_fields_are_found_beside_names_that_make_no_text() =>
        Of("""{"\ud800":1,"at":2}""", "at").ShouldBe(Of("""{"\ud800":1,"at":3}""", "at"));

    [Test]
    public void Spaces_and_escapes_do_not_count() => Of("""{ "a" : "\u0062" }""").ShouldBe(Of("""{"a":"b"}"""));

    [TestCase("""{"a":1}""", """{"a":"1"}""")]
    [TestCase("""["a","b"]""", """["ab"]""")]
    [TestCase("""[[1],2]""", """[[1,2]]""")]
    [TestCase("""{"a":{"b":1},"c":2}""", """{"a":{"b":1,"c":2}}""")]
    [TestCase("""["a","b"]""", """["a\u0003b"]""", TestName = "Different_values_differ(a mark inside a text)")]
    [TestCase("""["a","b"]""", """["a\u0003\u0000\u0000\u0000\u0000b"]""", TestName = "Different_values_differ(a mark and a length of nothing inside a text)")]
    public void Different_values_differ(string one, string other) => Of(one).ShouldNotBe(Of(other));

    [Test]
    public void What_stands_beside_volatile_fields_counts() =>
        Of("""{"a":1,"at":2}""", "at").ShouldNotBe(Of("""{"a":2,"at":2}""", "at"));

    [Test]
    public void Names_of_volatile_fields_mean_nothing_in_what_is_no_object() => Of("[1]", "at").ShouldNotBe(Of("[2]", "at"));

    [Test]
    public void Bytes_count()
    {
        ResultDigest.Of(WithBlob(1), []).ShouldBe(ResultDigest.Of(WithBlob(1), []));
        ResultDigest.Of(WithBlob(1), []).ShouldNotBe(ResultDigest.Of(WithBlob(2), []));

        static Payload WithBlob(byte content) => new("""{"$blob":0}"""u8.ToArray(), [new[] { content }]);
    }

    private static ResultDigest Of(string json, params string[] volatileFields) =>
        ResultDigest.Of(new Payload(Encoding.UTF8.GetBytes(json), []), volatileFields);
}
