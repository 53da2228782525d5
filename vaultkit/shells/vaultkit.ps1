# Completion of vaultkit for PowerShell. In the file that $PROFILE names:
#   vaultkit completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName 'vaultkit', 'vaultkit.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
    $current = $wordToComplete.Trim([char[]]"'`"")
    if ($wordToComplete -ne '' -and $words.Count -gt 0) { $words = @($words | Select-Object -SkipLast 1) }
    $vaultkit = Get-Command vaultkit -CommandType Application | Select-Object -First 1
    $encoding = [Console]::OutputEncoding
    try {
        # What is printed is UTF-8, whatever the console is set to.
        [Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false)
        # PowerShell before 7.3 leaves an empty word out, so the last one has a sign in front.
        $lines = @(& $vaultkit --complete powershell @words "=$current" 2>$null)
    } finally {
        [Console]::OutputEncoding = $encoding
    }
    $lines | ForEach-Object {
        $word, $about = $_ -split "`t", 2
        if ($word -ne '') {
            $quoted = if ($word -match '^[-A-Za-z0-9_./:+=]+$') { $word } else { "'" + ($word -replace "['\u2018\u2019\u201A\u201B]", '$0$0') + "'" }
            $tip = if ($about) { $about } else { $word }
            [System.Management.Automation.CompletionResult]::new($quoted, $word, 'ParameterValue', $tip)
        }
    }
}
