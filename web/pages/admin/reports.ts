import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import type { StorePlugin } from '../../store/plugins.ts';
import { useStore } from '../../store/use-store.ts';
import { useAction } from '../../ui/action.ts';
import { pluginAddress } from '../../ui/address.ts';
import { formatRelative } from '../../ui/format.ts';
import { FailureNotice } from '../../ui/notice.ts';
import { PluginActions } from './plugin-actions.ts';

interface Report {
  id: string;
  reason: string;
  description: string | null;
  resolved: boolean;
  created_at: string;
  plugin_id: string;
  /** Its title. */
  plugin_name: string;
  plugin_slug: string;
  reporter_username: string;
}

interface ReportsProps {
  plugins: readonly StorePlugin[];
  onChange: () => Promise<void>;
}

/** What people reported and nobody has dealt with. */
export function Reports({ plugins, onChange }: ReportsProps) {
  const list = useStore<{ reports: Report[] }>('api/v1/store/admin/reports');
  const open = list.data.value?.reports.filter(({ resolved }) => !resolved);
  const refresh = async () => {
    await Promise.all([list.refresh(), onChange()]);
  };
  return html`
    ${list.error.value && html`<${FailureNotice} error=${list.error.value} onRetry=${list.refresh} />`}
    ${open?.length === 0 && html`<p class="row-note">No open reports.</p>`}
    <ul class="rows" aria-label="Open reports">
      ${open?.map((report) => html`<${ReportRow} key=${report.id} report=${report} plugin=${plugins.find(({ id }) => id === report.plugin_id)} onChange=${refresh} />`)}
    </ul>
  `;
}

interface ReportRowProps {
  report: Report;
  plugin: StorePlugin | undefined;
  onChange: () => Promise<void>;
}

function ReportRow({ report, plugin, onChange }: ReportRowProps) {
  const { api } = useApp();
  const resolve = useAction(async () => {
    await api.post(`api/v1/store/admin/reports/${report.id}/resolve`);
    await onChange();
  });
  const at = formatRelative(Math.min(Date.parse(report.created_at), Date.now()), Date.now());
  return html`
    <li class="row">
      <div class="row-text">
        <span><a href=${pluginAddress(report.plugin_slug)}>${report.plugin_name}</a> · ${report.reason}</span>
        ${report.description && html`<span class="report-text">${report.description}</span>`}
        <span class="row-note">${report.reporter_username}, ${at}${plugin?.is_banned && ', banned since'}</span>
        <p class="field-error" role="alert">${resolve.error.value?.message}</p>
      </div>
      <div class="row-actions">
        <button class="btn" type="button" disabled=${resolve.isBusy.value} onClick=${resolve.run}>
          Resolve<span class="visually-hidden"> the report about ${report.plugin_name}</span>
        </button>
        ${plugin && html`<${PluginActions} plugin=${plugin} onChange=${onChange} />`}
      </div>
    </li>
  `;
}
