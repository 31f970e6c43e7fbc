namespace Pool.Runtime;

/// <summary>How the members of a .NET type are called in the JSON that workers get and give.</summary>
public enum MemberNaming
{
    /// <summary>As they are declared. Read in any case: <c>WordCount</c> and <c>wordcount</c>, but not <c>word_count</c>.</summary>
    AsDeclared,

    /// <summary><c>wordCount</c>.</summary>
    CamelCase,

    /// <summary><c>word_count</c>, as Python has it.</summary>
    SnakeCase,

    /// <summary><c>word-count</c>.</summary>
    KebabCase,
}
