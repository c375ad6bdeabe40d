/**
 * The set-up command for Windows: `irm …/setup.ps1?token=… | iex`. Kept to what PowerShell 5.1 has,
 * without prompts: `iex` takes no arguments, so the page's choice comes in the address. Bodies go
 * out as bytes, because 5.1 sends text as Latin-1.
 */
export const POWERSHELL_SCRIPT = String.raw`# Connects this machine's WakaTime plugins to Hearthbeat.
& {
  $ErrorActionPreference = 'Stop'
  $url = '@URL@'
  $token = '@TOKEN@'
  $mode = '@MODE@'
  $folder = $env:WAKATIME_HOME
  if (-not $folder) { $folder = $env:USERPROFILE }
  if (-not $folder) { $folder = $HOME }
  $config = Join-Path $folder '.wakatime.cfg'

  $lines = @()
  if (Test-Path -LiteralPath $config) { $lines = @([System.IO.File]::ReadAllLines($config)) }
  $section = ''
  $hasKey = $false
  $pattern = '.*'
  foreach ($line in $lines) {
    if ($line -match '^\s*\[(.+?)\]') { $section = $Matches[1] }
    elseif ($section -eq 'settings' -and $line -match '^\s*api_key\s*=\s*\S') { $hasKey = $true }
    elseif ($section -eq 'api_urls' -and $line -match '^\s*\.\*\s*=' -and -not $line.Contains("$url/api/v1|")) { $pattern = '.+' }
  }
  if ($mode -eq 'beside' -and -not $hasKey) {
    Write-Host 'There is no other server to keep: this one becomes the server.'
    $mode = 'replace'
  }

  $machine = [string]$env:COMPUTERNAME
  if (-not $machine) { $machine = [System.Environment]::MachineName }
  $utf8 = New-Object System.Text.UTF8Encoding $false
  $answer = Invoke-RestMethod -Method Post -Uri "$url/api/v1/setup/key" -ContentType 'text/plain; charset=utf-8' -Headers @{ 'X-Setup-Token' = $token } -Body ($utf8.GetBytes($machine))
  $key = ([string]$answer).Trim()
  if ($key -notlike 'waka_*') { throw "$url did not answer as Hearthbeat does" }

  $result = New-Object System.Collections.Generic.List[string]
  $section = ''
  $isWritten = $false
  if ($mode -eq 'beside') { $target = 'api_urls'; $added = @("$pattern = $url/api/v1|$key") }
  else { $target = 'settings'; $added = @("api_url = $url/api/v1", "api_key = $key") }
  foreach ($line in $lines) {
    if ($line -match '^\s*\[(.+?)\]') {
      $section = $Matches[1]
      $result.Add($line)
      if ($section -eq $target -and -not $isWritten) {
        foreach ($entry in $added) { $result.Add($entry) }
        $isWritten = $true
      }
    }
    elseif ($target -eq 'settings' -and $section -eq 'settings' -and $line -match '^\s*(api_url|api_key|apikey|api_key_vault_cmd)\s*=') { }
    elseif ($target -eq 'api_urls' -and $section -eq 'api_urls' -and $line.Contains("$url/api/v1|")) { }
    else { $result.Add($line) }
  }
  if (-not $isWritten) {
    $result.Add("[$target]")
    foreach ($entry in $added) { $result.Add($entry) }
  }

  if (Test-Path -LiteralPath $config) {
    $backup = "$config.backup-" + (Get-Date -Format 'yyyyMMdd-HHmmss')
    Copy-Item -LiteralPath $config -Destination $backup
    Write-Host "Kept the former settings: $backup"
  }
  [System.IO.File]::WriteAllLines($config, $result.ToArray(), $utf8)
  Write-Host "Wrote $config ($mode): heartbeats go to $url"

  $body = @{ project = 'Hearthbeat set-up'; editor = 'Set-up command'; os = 'Windows'; machine = $machine; duration = 0 } | ConvertTo-Json
  Invoke-RestMethod -Method Post -Uri "$url/api/v1/heartbeat" -ContentType 'application/json; charset=utf-8' -Headers @{ 'X-API-Key' = $key } -Body ($utf8.GetBytes($body)) | Out-Null
  Write-Host 'Sent a test heartbeat: it arrived. Restart your editors, then write code.'
}
`;
