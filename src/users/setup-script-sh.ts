/**
 * The set-up command for POSIX shells: `curl -fsS …/setup.sh?token=… | sh`. Plain sh, awk and curl;
 * everything is in a function, so that a script that was cut off does nothing. Braces after a
 * dollar sign are TypeScript's here: the script does without.
 */
export const POSIX_SCRIPT = String.raw`#!/bin/sh
# Connects this machine's WakaTime plugins to Hearthbeat. Arguments win over what the page chose:
#   --replace  send to Hearthbeat only     --beside  keep the present server, send a copy
url='@URL@'
token='@TOKEN@'
mode='@MODE@'

say() { printf '%s\n' "$*"; }
fail() { printf 'hearthbeat: %s\n' "$*" >&2; exit 1; }

# value SECTION KEY FILE: what the file says, or nothing
value() {
  awk -v section="$1" -v key="$2" '
    { line = $0; sub(/\r$/, "", line); sub(/^\357\273\277/, "", line) }
    line ~ /^[ \t]*\[/ { here = line; gsub(/^[ \t]*\[|\][ \t]*$/, "", here); next }
    here == section {
      at = index(line, "="); if (!at) next
      name = substr(line, 1, at - 1); gsub(/[ \t]/, "", name)
      text = substr(line, at + 1); gsub(/^[ \t]+|[ \t]+$/, "", text)
      if (name == key) { print text; exit }
    }' "$3"
}

# The file with api_url and api_key set in [settings]; all other lines stay.
with_settings() {
  URL="$1" KEY="$2" awk '
    function put() { if (!done) { print "api_url = " ENVIRON["URL"]; print "api_key = " ENVIRON["KEY"]; done = 1 } }
    { line = $0; sub(/\r$/, "", line) }
    line ~ /^[ \t]*\[/ {
      if (inside) put()
      inside = (line ~ /^[ \t]*\[settings\]/)
      print line
      if (inside) put()
      next
    }
    inside && line ~ /^[ \t]*(api_url|api_key|apikey|api_key_vault_cmd)[ \t]*=/ { next }
    { print line }
    END { if (!done) { print "[settings]"; put() } }' "$3"
}

# The file with one more line in [api_urls]; a line of an earlier run for this address goes.
with_copy() {
  URL="$1" KEY="$2" awk '
    BEGIN { split(".* .+ ^.* ^.+ (.*) (.+)", patterns, " ") }
    { line = $0; sub(/\r$/, "", line); lines[NR] = line }
    END {
      for (i = 1; i <= NR; i++) {
        if (lines[i] ~ /^[ \t]*\[/) inside = (lines[i] ~ /^[ \t]*\[api_urls\]/)
        else if (inside && index(lines[i], ENVIRON["URL"] "|")) { drop[i] = 1; continue }
        else if (inside && (at = index(lines[i], "="))) {
          name = substr(lines[i], 1, at - 1); gsub(/[ \t]/, "", name); used[name] = 1
        }
      }
      for (p = 1; p in patterns; p++) if (!(patterns[p] in used)) break
      entry = patterns[p] " = " ENVIRON["URL"] "|" ENVIRON["KEY"]
      for (i = 1; i <= NR; i++) {
        if (i in drop) continue
        print lines[i]
        if (!done && lines[i] ~ /^[ \t]*\[api_urls\]/) { print entry; done = 1 }
      }
      if (!done) { print ""; print "[api_urls]"; print entry }
    }' "$3"
}

# Asks only when somebody can answer: through a pipe, standard input is this script.
ask() {
  if [ -t 1 ] && (: </dev/tty) 2>/dev/null; then
    printf '%s already sends to %s.\nKeep that server and send a copy here? [Y/n] ' "$config" "$1"
    read -r answer </dev/tty
    case "$answer" in n*|N*) mode=replace ;; *) mode=beside ;; esac
  else
    mode=replace
  fi
}

main() {
  for argument in "$@"; do
    case "$argument" in
      --beside) mode=beside ;;
      --replace) mode=replace ;;
      *) fail "unknown argument $argument; use --beside or --replace" ;;
    esac
  done
  command -v curl >/dev/null || fail 'curl is missing. Install it, then run the command again.'
  command -v awk >/dev/null || fail 'awk is missing. Install it, then run the command again.'

  home="$WAKATIME_HOME"
  [ -n "$home" ] || home="$HOME"
  [ -d "$home" ] || fail "there is no folder $home"
  [ -w "$home" ] || fail "$home cannot be written"
  config="$home/.wakatime.cfg"
  [ ! -e "$config" ] || [ -w "$config" ] || fail "$config cannot be written"

  present_url= present_key=
  if [ -f "$config" ]; then
    present_url=$(value settings api_url "$config")
    present_key=$(value settings api_key "$config")
    [ -n "$present_url" ] || present_url='https://api.wakatime.com/api/v1'
  fi
  if [ -z "$present_key" ] || [ "$present_url" = "$url/api/v1" ]; then
    [ "$mode" != beside ] || say 'There is no other server to keep: this one becomes the server.'
    mode=replace
  fi
  [ -n "$mode" ] || ask "$present_url"

  machine=$(uname -n | tr -cd 'A-Za-z0-9._ -')
  key=$(curl -fsS -X POST -H "X-Setup-Token: $token" -H 'Content-Type: text/plain' \
    --data-binary "$machine" "$url/api/v1/setup/key") ||
    fail "no key came from $url. The command works once and for 15 minutes: make a new one on $url/connect"
  case "$key" in waka_*) ;; *) fail "$url did not answer as Hearthbeat does" ;; esac

  umask 077
  next=$(mktemp "$config.XXXXXX") || fail "no file can be made beside $config"
  trap 'rm -f "$next"' EXIT
  [ -f "$config" ] && present="$config" || present=/dev/null
  if [ "$mode" = beside ]; then with_copy "$url/api/v1" "$key" "$present" >"$next"
  else with_settings "$url/api/v1" "$key" "$present" >"$next"; fi ||
    fail "$config was left as it is: its new version could not be written"
  if [ -f "$config" ]; then
    backup="$config.backup-$(date +%Y%m%d-%H%M%S)"
    number=1
    while [ -e "$backup" ]; do backup="$config.backup-$(date +%Y%m%d-%H%M%S)-$number"; number=$((number + 1)); done
    cp -p "$config" "$backup" || fail "no backup could be made, so $config was left as it is"
    say "Kept the former settings: $backup"
  fi
  # Written in place, so that a link to a file elsewhere stays one.
  cat "$next" >"$config" || fail "$config could not be written"
  if [ "$mode" = beside ]; then say "Wrote $config: $present_url stays, a copy goes to $url"
  else say "Wrote $config: heartbeats go to $url"; fi

  if curl -fsS -X POST -H "X-API-Key: $key" -H 'Content-Type: application/json' -o /dev/null \
    --data-binary "{\"project\":\"Hearthbeat set-up\",\"editor\":\"Set-up command\",\"os\":\"$(uname -s)\",\"machine\":\"$machine\",\"duration\":0}" \
    "$url/api/v1/heartbeat"; then
    say 'Sent a test heartbeat: it arrived. Restart your editors, then write code.'
  else
    fail "the settings are written, but the test heartbeat did not arrive at $url"
  fi
}

main "$@"
`;
