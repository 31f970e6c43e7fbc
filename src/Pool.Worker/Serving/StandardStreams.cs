using System.Runtime.InteropServices;

namespace Pool.Worker.Serving;

/// <summary>Standard input and output, taken away from everything but the frames.</summary>
internal sealed class StandardStreams : IDisposable
{
    private readonly PosixSignalRegistration _interrupts;

    private StandardStreams(Stream input, Stream output, PosixSignalRegistration interrupts)
    {
        Input = input;
        Output = output;
        _interrupts = interrupts;
    }

    public Stream Input { get; }

    public Stream Output { get; }

    public static StandardStreams Take()
    {
        // On Unix these are duplicates that child processes don't inherit; what the numbers 0 and 1 mean changes next.
        Stream input = Console.OpenStandardInput();
        Stream output = NativeProcess.OpenOutput();
        NativeProcess.DetachStandardStreams();
        if (OperatingSystem.IsWindows())
        {
            Console.SetIn(TextReader.Null);
            Console.SetOut(Console.Error);
        }

        // Whether Ctrl+C at the terminal ends the workers is for the host to say.
        PosixSignalRegistration interrupts = PosixSignalRegistration.Create(
            PosixSignal.SIGINT, static context => context.Cancel = true);
        return new StandardStreams(new InlineStream(input), new InlineStream(output), interrupts);
    }

    public void Dispose()
    {
        _interrupts.Dispose();
        Input.Dispose();
        Output.Dispose();
    }
}
