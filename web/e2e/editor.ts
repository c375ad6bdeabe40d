/** What editors send, without an editor. */

/** As wakatime-cli: Basic with the bare key, a bulk of one. */
export function sendWakaTime(url: string, key: string, time: number): Promise<Response> {
  return fetch(`${url}/api/v1/users/current/heartbeats.bulk`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(key)}`, 'Content-Type': 'application/json' },
    body: JSON.stringify([
      {
        entity: '/home/ada/house/main.rs',
        type: 'file',
        category: 'coding',
        project: 'house',
        language: 'Rust',
        time,
        user_agent:
          'wakatime/v1.115.2 (linux-6.8.0-unknown) go1.24.4 vscode/1.101.0 vscode-wakatime/25.0.3',
      },
    ]),
  });
}

/** As the CodeTrackr extensions: one minute, claimed. */
export function sendCodeTrackr(url: string, key: string, time: number): Promise<Response> {
  return fetch(`${url}/api/v1/heartbeat`, {
    method: 'POST',
    headers: { 'X-API-Key': key, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      project: 'house',
      file: 'src/main.rs',
      lang: 'rust',
      branch: 'main',
      editor: 'Zed',
      os: 'linux',
      duration: 60,
      is_write: true,
      time,
    }),
  });
}

/** Many at once, as a migration would. */
export function sendImport(
  url: string,
  key: string,
  heartbeats: readonly object[],
): Promise<Response> {
  return fetch(`${url}/api/v1/import`, {
    method: 'POST',
    headers: { 'X-API-Key': key, 'Content-Type': 'application/json' },
    body: JSON.stringify(heartbeats),
  });
}
