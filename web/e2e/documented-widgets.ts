/**
 * The widgets of CodeTrackr's plugin guide ("Widget Plugins", "Design Tokens"), as they stand there: people
 * paste them, so they run unchanged.
 */

/** Scripts, by the names that they are published under here. */
export const documentedScripts = {
  'static-counter': `container.textContent = 'Hello from my plugin!';`,
  'week-total': `container.textContent = 'Loading…';
fetch('/api/v1/stats/summary?range=7d', {
headers: { 'Authorization': 'Bearer ' + token }
})
.then(function(r) { return r.json(); })
.then(function(data) {
var s = data.total_seconds || 0;
var h = Math.floor(s / 3600);
var m = Math.floor((s % 3600) / 60);
container.textContent = h + 'h ' + m + 'm this week';
})
.catch(function() {
container.textContent = '—';
});`,
  languages: `fetch('/api/v1/stats/languages?range=7d', {
headers: { 'Authorization': 'Bearer ' + token }
})
.then(function(r) { return r.json(); })
.then(function(data) {
var langs = (data.languages || []).slice(0, 3);
var rows = langs.map(function(l) {
return '<div style="display:flex;justify-content:space-between;font-size:12px;margin-bottom:6px;">'
+ '<span style="color:var(--text-main);">' + l.language + '</span>'
+ '<span style="color:var(--text-dark);">' + l.percentage.toFixed(1) + '%</span>'
+ '</div>';
}).join('');
container.innerHTML = rows || '<span style="color:var(--text-muted);">No data yet</span>';
});`,
  'error-handling': `fetch('/api/v1/stats/streaks', {
headers: { 'Authorization': 'Bearer ' + token }
})
.then(function(r) {
if (!r.ok) throw new Error('API error');
return r.json();
})
.then(function(data) {
container.textContent = (data.current_streak || 0) + ' day streak 🔥';
})
.catch(function() {
container.innerHTML = '<span style="color:var(--text-muted);">—</span>';
});`,
  'daily-activity-bars': `var bar_style = 'flex:1;background:var(--border-focus);border-radius:2px 2px 0 0;min-height:2px;';
container.innerHTML = '<div id="ct-bars" style="display:flex;align-items:flex-end;gap:4px;height:60px;"></div>';
fetch('/api/v1/stats/daily?range=7d', {
headers: { 'Authorization': 'Bearer ' + token }
})
.then(function(r) { return r.json(); })
.then(function(data) {
var daily = data.daily || [];
if (daily.length === 0) {
container.textContent = 'No data yet';
return;
}
var max = Math.max.apply(null, daily.map(function(d) { return d.seconds; })) || 1;
var barsEl = document.getElementById('ct-bars');
if (!barsEl) return;
barsEl.innerHTML = daily.map(function(d) {
var pct = Math.max((d.seconds / max) * 100, 2).toFixed(1);
var h = Math.floor(d.seconds / 3600);
var m = Math.floor((d.seconds % 3600) / 60);
return '<div title="' + d.date + ' · ' + h + 'h ' + m + 'm" style="' + bar_style + 'height:' + pct + '%;"></div>';
}).join('');
})
.catch(function() {
container.textContent = '—';
});`,
  'rpc-from-a-widget': `fetch('/api/v1/plugins/my-plugin/rpc/stats', {
method: 'POST',
headers: { 'Authorization': 'Bearer ' + token }
})
.then(r => r.json())
.then(data => {
container.textContent = data.total_hours + 'h total';
})
.catch(() => {
container.textContent = '—';
});`,
  'streak-from-rpc': `fetch('/api/v1/plugins/streak-notifier/rpc/get-streak', {
method: 'POST',
headers: { 'Authorization': 'Bearer ' + token }
})
.then(r => r.json())
.then(data => {
container.textContent = data.streak + ' day streak 🔥';
})
.catch(() => { container.textContent = '—'; });`,
  'import-form': `container.innerHTML = \`
<div style="display:flex; flex-direction:column; gap:10px; max-width:420px;">
<input type="file" id="csvFile" accept=".csv"
style="font-size:12px; font-family:var(--font-mono); color:var(--text-muted);">
<button class="btn" id="importBtn" disabled
style="display:inline-flex; padding:4px 12px; font-size:12px;">
Import CSV
</button>
<div style="width:100%; height:6px; background:var(--border);
border-radius:4px; overflow:hidden;">
<div id="progressBar" style="width:0%; height:100%; background:var(--border-focus);
border-radius:4px; transition:width .2s;"></div>
</div>
<div id="status" style="font-size:12px; color:var(--text-muted);"></div>
</div>
\`;
const fileInput = container.querySelector('#csvFile');
const button = container.querySelector('#importBtn');
const status = container.querySelector('#status');
const bar = container.querySelector('#progressBar');
fileInput.onchange = () => {
if (fileInput.files.length) {
button.disabled = false;
status.textContent = 'Ready: ' + fileInput.files[0].name;
}
};
button.onclick = async () => {
status.textContent = 'Uploading…';
// … your fetch logic here …
bar.style.width = '100%';
status.textContent = 'Done!';
};`,
  'project-velocity': `container.textContent = "Loading..."; fetch("/api/v1/stats/summary?range=7d",{headers:{"Authorization":"Bearer "+token}}).then(r=>r.json()).then(d=>{container.textContent=d.top_project||"—";}).catch(()=>{container.textContent="—";});`,
} as const;

/** Pieces of HTML that a widget puts into its container. */
export const documentedPieces = {
  card: `<div class="card">
<h3>Plugin Title</h3>
<p>A short description or metric value.</p>
</div>`,
  'grid-2': `<div class="grid-2">
<div class="card">...</div>
<div class="card">...</div>
</div>`,
  'grid-3': `<div class="grid-3">
<div class="card">...</div>
<div class="card">...</div>
<div class="card">...</div>
</div>`,
  stat: `<div class="card">
<h3 style="font-size:11px; text-transform:uppercase;
color:var(--text-dark); margin-bottom:8px;">
Label
</h3>
<div style="font-size:28px; font-family:var(--font-mono);
color:var(--text-main);">
4h 22m
</div>
<div style="font-size:12px; color:var(--text-muted); margin-top:4px;">
Sub-label
</div>
</div>`,
  badges: `<!-- Mono badge (keyboard hint style) -->
<span class="key-hint">Rust</span>
<!-- Star / special -->
<span class="key-hint">★</span>
<!-- Live indicator -->
<span style="font-size:10px; color:var(--text-dark);">● Live</span>`,
  table: `<div class="table-wrapper">
<table>
<thead>
<tr>
<th>Project</th>
<th>Language</th>
<th>Time</th>
</tr>
</thead>
<tbody>
<tr>
<td class="td-main">core-engine</td>
<td>Rust</td>
<td>3h 12m</td>
</tr>
</tbody>
</table>
</div>`,
  bars: `<div style="display:flex; align-items:flex-end; gap:6px; height:80px;">
<!-- height% = (minutes / max_minutes) * 100 -->
<div title="Mon · 1h 20m"
style="flex:1; background:var(--border-focus);
border-radius:2px 2px 0 0; height:35%;"></div>
<div title="Tue · 3h 10m"
style="flex:1; background:var(--border-focus);
border-radius:2px 2px 0 0; height:80%;"></div>
<!-- repeat for each day -->
</div>`,
  'progress-languages': `<div style="display:flex; flex-direction:column; gap:10px;">
<div>
<div style="display:flex; justify-content:space-between;
font-size:12px; font-family:var(--font-mono); margin-bottom:4px;">
<span style="color:var(--text-main);">Rust</span>
<span style="color:var(--text-dark);">62%</span>
</div>
<div style="height:3px; background:var(--border); border-radius:99px;">
<div style="width:62%; height:100%;
background:var(--border-focus); border-radius:99px;"></div>
</div>
</div>
</div>`,
  'code-block': `<pre><code>your code here</code></pre>`,
  'inline-code': `<code>/api/v1/heartbeat</code>`,
  tabs: `<div style="border:1px solid var(--border); border-radius:var(--radius); overflow:hidden;">
<div class="code-tabs">
<button class="code-tab active">curl</button>
<button class="code-tab">Python</button>
</div>
<pre style="margin:0; border:none; border-radius:0;">
<code>your snippet</code>
</pre>
</div>`,
  'progress-bar': `<div style="width:100%; height:6px; background:var(--border);
border-radius:4px; overflow:hidden;">
<div id="progressBar"
style="width:0%; height:100%; background:var(--border-focus);
border-radius:4px; transition:width .2s;"></div>
</div>`,
  'empty-state': `<div class="card" style="text-align:center; padding:40px 24px;">
<div style="font-size:24px; margin-bottom:12px;">—</div>
<div style="font-size:12px; color:var(--text-dark);
font-family:var(--font-mono);">
No data yet
</div>
</div>`,
  'loading-state': `<p style="color:var(--text-muted);">Loading live data...</p>`,
  'text-input': `<input type="text" placeholder="Enter value…"
style="width:100%; background:var(--bg);
border:1px solid var(--border);
border-radius:var(--radius-sm);
padding:6px 10px; font-size:13px;
font-family:var(--font-mono);
color:var(--text-main); outline:none;">`,
  'file-input': `<input type="file" accept=".csv"
style="font-size:12px; font-family:var(--font-mono);
color:var(--text-muted);">`,
  'status-label': `<div id="status"
style="font-size:12px; color:var(--text-muted);
font-family:var(--font-mono);">
Waiting for file…
</div>`,
} as const;
