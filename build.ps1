# The one entry point on Windows: ./build.ps1 <target> [--layer=1|2|3]. Without a target it lists them.
$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot

$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:TESTINGPLATFORM_TELEMETRY_OPTOUT = '1'

$wanted = (Get-Content global.json -Raw | ConvertFrom-Json).sdk.version
$download = 'https://dotnet.microsoft.com/download/dotnet/10.0'
if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    [Console]::Error.WriteLine("dotnet is not on the path. Install the .NET SDK $wanted or a later 10.0: $download")
    exit 1
}

# dotnet itself obeys global.json and fails when no installed SDK is new enough.
& dotnet --version *> $null
if ($LASTEXITCODE -ne 0) {
    $installed = (& dotnet --list-sdks) -replace ' .*', '' -join ' '
    [Console]::Error.WriteLine("global.json asks for the .NET SDK $wanted or a later 10.0; installed: $installed. Install it: $download")
    exit 1
}

$rest = @($args)
if ($rest.Count -gt 0 -and $rest[0] -in '-h', '--help') {
    $rest = @($rest | Select-Object -Skip 1)
}
elseif ($rest.Count -gt 0 -and -not "$($rest[0])".StartsWith('-')) {
    $rest = @("--target=$($rest[0])") + @($rest | Select-Object -Skip 1)
}

& dotnet tool restore --verbosity quiet | Out-Null
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
& dotnet cake build.cake @rest
exit $LASTEXITCODE
